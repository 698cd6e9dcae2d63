"""The views: each parses, asks the domain once, and answers."""

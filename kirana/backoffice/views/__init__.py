"""The views: each names its permission, parses, asks the domain once, and answers."""

"""Releases: what is looked at before one, and what is tried after it."""

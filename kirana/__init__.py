"""Kirana Market: a grocery shop for India's neighbourhoods that maintains itself."""

__version__ = "0.1.0"

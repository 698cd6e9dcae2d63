"""The demo shop: Lakshmi Stores as it looks after a month, made with the same verbs that a real month takes."""

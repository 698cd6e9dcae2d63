"""Inventory: what is on the shelf, what of it is promised, and every movement that made it so."""

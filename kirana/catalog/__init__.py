"""The catalogue: what things are (products) and what a store offers (listings)."""

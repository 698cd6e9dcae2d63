"""Delivery: which pincodes a store serves, and the slots it promises, each with so much room."""

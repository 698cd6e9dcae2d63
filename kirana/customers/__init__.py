"""Customers: the people the shop knows, whether or not they can sign in."""

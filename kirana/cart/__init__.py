"""Carts: anything goes. What a shopper means to buy, before any promise."""

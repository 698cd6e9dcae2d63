"""Checkout: a frozen answer to “what will this cost me, and can I have it?”."""

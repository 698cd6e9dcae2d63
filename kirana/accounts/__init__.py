"""Accounts: who can sign in, and what those who work here may do."""

"""Orders: what was promised to whom, and how far it has come."""

"""The back office: what the shopkeeper and the staff touch."""

"""What the shopkeeper and the staff touch."""

"""What gateways tell us, read after it was answered."""

"""UPI, scanned from the rider's code at the door."""

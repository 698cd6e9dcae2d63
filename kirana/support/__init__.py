"""Support: requests of customers, each with a number, answered within 48 hours and settled within a month."""

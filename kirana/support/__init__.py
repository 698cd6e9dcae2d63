"""Support: what customers ask for and complain of, until it is answered."""

"""A gateway for tests and drills: the amount chooses what happens."""

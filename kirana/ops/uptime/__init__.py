"""Whether the shop can be reached: its own record of every minute, monitors outside, and what the public is shown."""

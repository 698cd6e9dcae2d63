"""Incidents: what is wrong for those who shop, who says so, what was done, and what was learned."""

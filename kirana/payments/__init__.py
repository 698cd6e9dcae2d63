"""Payments: money for a reference. Knows no order; a flow joins them."""

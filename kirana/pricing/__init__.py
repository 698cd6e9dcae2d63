"""Pricing: what lines, fees and a whole bill come to. Pure arithmetic on integers; the only place that rounds."""

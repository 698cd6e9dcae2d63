"""Breach mode: contain it, see how far it reaches, keep the evidence, and tell those who must be told in time."""

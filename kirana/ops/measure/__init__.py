"""Measurements kept locally: how quick each page was, how often it broke, and what the machine had to do meanwhile.

Every process counts in memory and writes one row a minute; rows of minutes become rows of hours and of days, and the
old ones go. What is kept is bounded whatever the traffic (decision 0027).
"""

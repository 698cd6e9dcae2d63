"""Everything that can go wrong with money, at random, against an independent witness; see `python -m tests.chaos -h`."""

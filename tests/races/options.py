"""What the commands that kill a shop again and again are told: how often, on which database, with which seed."""

import argparse
import random


def asked(description: str | None) -> argparse.Namespace:
    """The words of the command line: `times`, `database`, `seed`."""
    words = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--times", type=int, default=50)
    words.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    words.add_argument("--seed", type=int, default=random.randrange(10**6))
    return words.parse_args()

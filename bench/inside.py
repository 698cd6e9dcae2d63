"""What is done and asked inside the shop's own environment, before and between the rounds. Answers are JSON.

python -m bench.inside spread              on PostgreSQL, before the goods come in: ids that cannot be confused
python -m bench.inside facts               the shop made ready, and what there is to ask for
python -m bench.inside baskets FIRST N     N baskets of five things each; their totals
python -m bench.inside count FIRST         what has been placed and put in, in baskets from FIRST on
python -m bench.inside statements BASKET   the statements of placing this basket's order, as a pgbench script
"""

import json
import sys

import django


def main() -> None:
    """Do what the first word says, with the numbers after it."""
    django.setup()
    from bench import ready  # only a shop that is set up has models

    verb, *numbers = sys.argv[1:]
    print(json.dumps(ready.VERBS[verb](*map(int, numbers))))


if __name__ == "__main__":
    main()

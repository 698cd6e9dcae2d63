"""Run the drills and print what turned, where, and whether that was all.

python -m tests.drills [--only=KEY] [--database=sqlite|postgres] [--quick]
"""

import argparse
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.drills import faults
from tests.drills.engine import BOTH, Drill, Outcome, bad, can, run
from tests.drills.shop import DrillShop, opened
from tools.postgres import cluster


def main() -> int:
    """Drill, and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", help="drills whose key this pattern fits")
    asked.add_argument("--database", choices=BOTH)
    asked.add_argument("--quick", action="store_true", help="those that are among the ordinary tests")
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))  # the shop is closed in any case
    chosen = [one for one in faults.every() if re.search(options.only, one.key) and (one.quick or not options.quick)]
    began, outcomes = time.monotonic(), []
    for database in [options.database] if options.database else BOTH:
        meant = [one for one in chosen if database in one.databases]
        outcomes += _drill(database, meant) if meant else []
    return _verdict(outcomes, int(time.monotonic() - began))


def _drill(database: str, drills: list[Drill]) -> list[Outcome]:
    with _shop(database, with_backup=any(one.turns.startswith("backup") for one in drills)) as shop:
        known = bad(shop.ask())
        print(f"\nThe healthy shop on {database}: {known or 'nothing to act on, nothing to watch'}", flush=True)
        outcomes = []
        for drill in drills:
            if not can(drill, shop):
                print(f"  not here {drill.key}: only root may mount the disk that it fills", flush=True)
                continue
            outcomes.append(run(drill, shop, known=known))
            _tell(outcomes[-1])
    return outcomes


@contextmanager
def _shop(database: str, *, with_backup: bool) -> Iterator[DrillShop]:
    with nullcontext("") if database == "sqlite" else cluster() as url:
        folder = Path(tempfile.mkdtemp(prefix="kirana-drills-"))
        with opened(folder, database_url=url, with_backup=with_backup) as shop:
            yield shop


def _tell(outcome: Outcome) -> None:
    drill, turned = outcome.drill, ", ".join(f"{key}: {verdict}" for key, verdict in outcome.turned.items())
    passed = "passed" if outcome.passed else "FAILED"
    print(f"  {passed}  {drill.key:<24} {outcome.database:<9} {outcome.seconds:>4} s  {turned or '–'}", flush=True)
    for problem in outcome.problems:
        print("          " + problem.strip().replace("\n", "\n          "), flush=True)


def _verdict(outcomes: list[Outcome], seconds: int) -> int:
    print()
    for database in BOTH:
        of_it = [one for one in outcomes if one.database == database]
        if of_it:
            passed = sum(one.passed for one in of_it)
            print(f"{database}: {passed} of {len(of_it)} faults were named rightly, with nothing else.")
    print(f"{seconds} s")
    return 0 if outcomes and all(one.passed for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())

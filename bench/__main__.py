"""The command; see the package."""

import os
import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from statistics import median

from bench import load
from bench.rounds import PAGES, Page, Result, measure
from bench.stage import on

DATABASES = ("SQLite", "PostgreSQL")
FULL, QUICK = (3, 5.0), (3, 2.0)
COLUMNS = f"  {'what':<30}{'per second':>11}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>9}  {'of':<9}{'target':>7}"


def main() -> int:
    """Measure, print the table; 1 when a target is missed."""
    wanted = _parser().parse_args()
    rounds, seconds = QUICK if wanted.quick else FULL
    load.wrk()
    results: list[Result] = []
    others: list[float] = []
    with tempfile.TemporaryDirectory(prefix="kirana-bench-") as folder:
        os.environ["KIRANA_DATA"] = folder
        for database in DATABASES:
            with on(database, Path(folder)) as stage:
                found = measure(stage, wanted.only, rounds=rounds, seconds=seconds)
                conditions = f"{stage.facts['workers']} workers of {stage.facts['threads']} threads"
            results += found
            others += stage.others
    conditions += f", {2 * stage.threads} connections, {rounds} rounds of {seconds:.0f} s, the middle one"
    _tell(results, conditions, others=median(others))
    return 0 if all(result.is_met for result in results) else 1


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m bench", description="Measure the shop against its limits.")
    parser.add_argument("--quick", action="store_true", help="short rounds, for a first look")
    names = ",".join(page.name for page in PAGES)
    parser.add_argument("--only", type=_pages, default=list(PAGES), metavar=names, help="only these, with commas")
    return parser


def _pages(text: str) -> list[Page]:
    names = text.split(",")
    unknown = sorted(set(names) - {page.name for page in PAGES})
    if unknown:
        raise ArgumentTypeError(f"not measured here: {', '.join(unknown)}")
    return [page for page in PAGES if page.name in names]


def _tell(results: list[Result], conditions: str, *, others: float) -> None:
    print(f"\n{os.cpu_count()} cores, shared by the web server, the database and wrk; {conditions}.")
    print("No page is kept: each answer is made anew. Add to cart is htmx's request; orders have five lines.")
    print(f"Other programs took {others:.0%} of the machine between the rounds.")
    database = ""
    for result in results:
        if result.database != database:
            database = result.database
            print(f"\n{database}\n{COLUMNS}")
        print(_line(result))
    missed = sum(not result.is_met for result in results)
    print(f"\n{'Every target is met.' if not missed else f'{missed} missed.'}")


def _line(result: Result) -> str:
    figures = result.figures
    line = f"  {result.label:<30}{figures.per_second:>11,.0f}{figures.p50_ms:>9.1f}{figures.p95_ms:>9.1f}"
    if result.ratio is None:
        return line
    line += f"{result.ratio:>9.3f}  {result.limit:<9}"
    if result.target is None:
        return line + f"{'–':>7}  only told"
    return line + f"{result.target:>7.2f}  {'met' if result.is_met else 'MISSED'}"


if __name__ == "__main__":
    sys.exit(main())

"""What measuring costs: the same page with and without, turn by turn, in the processor's own time.

    python -m bench.measuring        exit 1 when a page with measurements is not at least 98 % as quick as without

One process serves the page through both, in short turns, so that whatever else the machine does falls on both alike;
the time is what the process took of the processor. A listing of the demo shop is among the quickest pages there are,
so it is where measuring weighs most.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.shop import ROOT, Shop

PAGES = ("/shelves/", "/search/?q=atta", "/")
TURNS, REQUESTS, WARMING = 100, 20, 100
TARGET = 0.98


def main() -> int:
    """Fill a shop, measure in its environment, print a line for each page."""
    with tempfile.TemporaryDirectory(prefix="kirana-bench-") as folder:
        shop = Shop(Path(folder) / "shop")
        shop.make()
        command = [sys.executable, "-m", "bench.measuring", "inside"]
        done = subprocess.run(command, cwd=ROOT, env=shop.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    for page, figures in found.items():
        ratio = figures["ratio"]
        told = f"{figures['without_us']:.0f} µs without, {figures['with_us']:.0f} with: {ratio:.3f}"
        print(f"  {page:<20}{told}  {'met' if ratio >= TARGET else 'MISSED'}")
    return 0 if all(figures["ratio"] >= TARGET for figures in found.values()) else 1


def inside() -> None:
    """In the environment of the shop: both handlers in one process."""
    import django

    django.setup()
    plain, measured = _handler(measure=False), _handler(measure=True)
    print(json.dumps({page: _compare(page, plain, measured) for page in PAGES}))


def _handler(*, measure: bool) -> Any:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    settings.MEASURE = measure
    return WSGIHandler()


def _compare(page: str, plain: Any, measured: Any) -> dict[str, float]:
    turns = {"without": _turn(page, plain), "with": _turn(page, measured)}
    for turn in turns.values():
        turn(WARMING)
    times: dict[str, list[float]] = {"without": [], "with": []}
    for number in range(TURNS):
        for name in ("without", "with") if number % 2 else ("with", "without"):
            times[name].append(turns[name](REQUESTS))
    without, measured_us = _undisturbed(times["without"]), _undisturbed(times["with"])
    return {"ratio": without / measured_us, "without_us": without, "with_us": measured_us}


def _undisturbed(times: list[float]) -> float:
    """The middle of the quickest quarter: another program that empties the caches makes turns slower, never quicker."""
    return median(sorted(times)[: max(1, len(times) // 4)])


def _turn(page: str, handler: Any) -> Callable[[int], float]:
    """Ask so many times; the microseconds of processor time for each."""
    from django.db import connection
    from django.test import RequestFactory

    environ = RequestFactory(SERVER_NAME="127.0.0.1").get(page).environ

    def ask(times: int) -> float:
        connection.execute_wrappers.clear()  # what the measured one has hung in
        began = time.process_time()
        for _ in range(times):
            response = handler(dict(environ), lambda *_: None)
            response.close()
            if response.status_code != 200:
                raise RuntimeError(f"{page}: {response.status_code}")
        return (time.process_time() - began) / times * 1e6

    return ask


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kirana.config.settings.base")
    sys.exit(inside() if sys.argv[1:] == ["inside"] else main())

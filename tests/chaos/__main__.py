"""Chaos: random histories of everything that can go wrong with money; afterwards every rupee is accounted for.

    python -m tests.chaos --histories=2000 [--database=postgres] [--processes=2] [--seed=1]

Shoppers, staff, worker, poller, expiry, a bank with books of its own and the post between them take turns at random.
The bank answers late, twice, never, with 500, or after our time-out; it declines, asks for a step, and takes its time
to give back; its messages come twice, in any order, late, forged, or never; our process dies between any two
statements and on either side of any call. When the weather is fine again and everything due has run, the bank's books
are compared with ours, order by order (`tests/chaos/verdict.py`).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from tools.postgres import cluster

PLAY = [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", "--show-capture=no", "--tb=short"]
STORY = "tests/chaos/test_histories.py"


def main() -> int:
    """Play so many histories and say what was found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--histories", type=int, default=2000)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = asked.parse_args()
    print(f"{options.histories} histories on {options.database}, seed {options.seed}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kirana-chaos-") as folder:
        with nullcontext("") if options.database == "sqlite" else cluster() as url:
            crew = [_start(Path(folder), number, options, url) for number in range(options.processes)]
            ends = [process.wait() for process in crew]
        return _tell(Path(folder), ends, int(time.monotonic() - began))


def _start(folder: Path, number: int, options: argparse.Namespace, url: str) -> "subprocess.Popen[bytes]":
    share = options.histories // options.processes + (number < options.histories % options.processes)
    own = folder / str(number)
    own.mkdir()
    environment = os.environ | {
        "CHAOS_HISTORIES": str(share),
        "CHAOS_SEED": str(options.seed + number),
        "CHAOS_SUMMARY": str(folder / f"{number}.json"),
        "KIRANA_DATA": str(own),
        "LOG_LEVEL": "ERROR",
    }
    if url:  # each process makes a test database of its own beside this name
        environment["DATABASE_URL"] = url.replace("/kirana?", f"/kirana{number}?")
    with (folder / f"{number}.log").open("wb") as log:
        return subprocess.Popen([*PLAY, STORY], env=environment, stdout=log, stderr=subprocess.STDOUT)


def _tell(folder: Path, ends: list[int], seconds: int) -> int:
    parts = [_summary(folder / f"{number}.json") for number in range(len(ends))]
    for number, end in enumerate(ends):
        if end:
            print((folder / f"{number}.log").read_text(errors="replace"))
    total = {name: sum(part.get(name, 0) for part in parts) for name in ("histories", "steps", "findings")}
    print("{histories} histories, {steps} steps, {findings} findings".format(**total) + f", {seconds} s")
    for title, name in (("Went wrong", "faults"), ("Was answered", "refused")):
        sums: Counter[str] = Counter()
        for part in parts:
            sums.update(part.get(name, {}))
        print(title)
        for what, times in sums.most_common():
            print(f"  {times:>7}  {what}")
    return 1 if any(ends) else 0


def _summary(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


if __name__ == "__main__":
    sys.exit(main())

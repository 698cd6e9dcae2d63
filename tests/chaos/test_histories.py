"""Random histories of everything that can go wrong with money: afterwards every rupee is accounted for.

A short run here; `make chaos` plays two thousand on each database. A history that finds something is printed in the
fewest steps that still find it, and belongs into `test_found.py`.
"""

import json
import os
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Lakshmi
from tests.chaos import faults, market
from tests.chaos.dice import EVEN
from tests.chaos.machine import Histories, open_accounts, shortened
from tests.invoicing.registered import register

HISTORIES = int(os.environ.get("CHAOS_HISTORIES", "40"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))  # the suite plays the same ones each time; `make chaos` draws others
STEPS = 40


def test_whatever_happens_every_rupee_is_accounted_for(lakshmi: Lakshmi) -> None:
    Histories.lakshmi = register(lakshmi)
    open_accounts(lakshmi)
    Histories.lived.clear()
    Histories.found.clear()
    print(f"\n{HISTORIES} histories, seed {SEED}")
    rules = settings(
        max_examples=HISTORIES,
        stateful_step_count=STEPS,
        backend=EVEN,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(SEED)(Histories), settings=rules)
    finally:
        _tell()
    assert [_printed(kind) for kind in Histories.found] == []


def _printed(kind: str) -> str:
    """A finding with the fewest steps that lead to it."""
    rest_is_told, history = Histories.found[kind]
    shorter = shortened(history, kind, lakshmi=Histories.lakshmi, rest_is_told=rest_is_told)
    steps = "".join(f"\n    ({verb!r}, {facts!r})," for verb, facts in shorter)
    print(f"\n{kind}\n    rest_is_told={rest_is_told}{steps}")
    return kind


def _tell() -> None:
    lived = Histories.lived
    summary = {
        "histories": len(lived),
        "steps": sum(lived),
        "findings": len(Histories.found),
        "faults": dict(sorted(faults.injected.items())),
        "refused": dict(market.refused.most_common()),
    }
    if path := os.environ.get("CHAOS_SUMMARY"):
        Path(path).write_text(json.dumps(summary))
    print(json.dumps(summary, indent=1, ensure_ascii=False))

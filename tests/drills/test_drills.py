"""The quick drills, among the ordinary tests; `make drills` has all of them."""

from pathlib import Path

import pytest

from tests.drills import faults
from tests.drills.engine import bad, run
from tests.drills.shop import opened

NO_BACKUP_YET = {"backup.places": "watch", "backup.restorable": "watch", "backup.schedule": "watch"}


@pytest.mark.sqlite_only
def test_the_console_names_the_fault_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path, with_backup=False) as shop:
        known = bad(shop.ask())
        assert known == NO_BACKUP_YET
        quick = [drill for drill in faults.every() if drill.quick]
        outcomes = [run(drill, shop, known=known, asks_again=drill is quick[-1]) for drill in quick]
    assert len(outcomes) == 8
    assert {one.drill.key: one.problems for one in outcomes if not one.passed} == {}

"""A working day of the month that `python -m tests.drills.month` lives through, among the ordinary tests."""

from pathlib import Path

import pytest

from tests.drills.month import live, opened, tomorrow

NOTHING_WRONG = {"alerts": 0, "incidents": 0, "failed jobs": 0, "books not right": 0}
DONE = {"orders delivered": 3, "orders on their way": 0, "closed days": 1, "backups": 1, "trials": 2}


@pytest.mark.sqlite_only
def test_a_healthy_shop_alarms_nobody_from_noon_until_its_day_is_closed(tmp_path: Path) -> None:
    noon = tomorrow(12)
    with opened(tmp_path, at=noon) as moved:
        month = live(moved, since=noon, hours=9)
    assert month.alarms == []
    assert {name: month.left[name] for name in NOTHING_WRONG | DONE} == NOTHING_WRONG | DONE
    assert month.pages == 9 * 6
    assert month.runs > 9 * 60

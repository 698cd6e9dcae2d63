"""Alerts: raised after a while, cleared after a while, and no flicker in between."""

import pytest

from kirana.ops import alerts
from kirana.ops.alerts import Rule

pytestmark = pytest.mark.sqlite_only

RULE = Rule(raise_above=500, clear_below=450, points=2)


@pytest.mark.parametrize(
    ("series", "raised"),
    [
        ([], False),
        ([900], False),
        ([900, 900], True),
        ([900, 500, 900], False),
        ([900, None, None, 900], True),
        ([900, 900, 470, 480, 490], True),
        ([900, 900, 440], True),
        ([900, 900, 440, 440], False),
        ([900, 900, 440, 470, 440, 470], True),
        ([900, 900, 440, 440, 900], False),
        ([None, None], False),
    ],
)
def test_it_is_raised_and_cleared_after_two_points(series, raised):
    assert RULE.is_raised(series) is raised


def test_the_marks_are_the_guides_own(settings):
    assert alerts.latency_ms() == Rule(500, 450, 2)
    assert alerts.database_permille() == Rule(800, 720, 1)
    assert alerts.errors_permille() == Rule(10, 5, 1)
    settings.ALERT_LATENCY_MS = 200
    assert alerts.latency_ms() == Rule(200, 180, 2)

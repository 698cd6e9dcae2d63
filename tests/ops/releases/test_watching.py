"""A release is watched: what broke before it began is compared with what breaks since."""

from datetime import timedelta

import pytest

from kirana.core.audit import AuditEntry
from kirana.ops.checks import Verdict
from kirana.ops.measure import store
from kirana.ops.measure.figures import Figures, Tally
from kirana.ops.releases import checks, watching
from kirana.ops.releases.models import Judgement, Release
from tests.cast import NOW
from tests.storefront.visitors import a_visitor

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def requests(*, at, good: int, broken: int = 0) -> None:
    """So many requests in that minute."""
    tally = Tally()
    for status, number in ((200, good), (500, broken)):
        for _ in range(number):
            tally.note(20_000, status)
    store.keep_minutes(source="web-1", minutes=[(at, Figures({"home": tally}))])


@pytest.fixture
def begun() -> Release:
    """A release that began after a good hour."""
    requests(at=NOW - 30 * MINUTE, good=200)
    release = watching.begin(name=COMMIT, at=NOW)
    assert release
    return release


def test_each_new_version_is_a_row_and_the_same_one_again_is_none(begun):
    assert watching.begin(name=COMMIT, at=NOW + MINUTE) is None
    assert watching.begin(name="", at=NOW + MINUTE) is None
    assert watching.begin(name="v2", at=NOW + 2 * MINUTE)
    back = watching.begin(name=COMMIT, at=NOW + 3 * MINUTE)
    assert [(one.short, one.began_at) for one in Release.objects.all()] == [
        ("0123456789ab", NOW + 3 * MINUTE),
        ("v2", NOW + 2 * MINUTE),
        ("0123456789ab", NOW),
    ]
    assert back and watching.running() == back
    assert AuditEntry.objects.filter(action="release.begin").count() == 3


def test_it_is_good_when_no_more_breaks_than_before(begun):
    requests(at=NOW + 5 * MINUTE, good=98, broken=1)
    assert watching.judge(at=NOW + 14 * MINUTE) is None
    judged = watching.judge(at=NOW + 15 * MINUTE)
    assert judged
    assert (judged.judgement, judged.judged_at) == (Judgement.GOOD, NOW + 15 * MINUTE)
    assert (judged.requests_before, judged.errors_before) == (200, 0)
    assert (judged.requests_after, judged.errors_after) == (99, 1)
    assert watching.judge(at=NOW + 16 * MINUTE) is None
    assert checks.health(NOW + 20 * MINUTE).verdict is Verdict.GOOD


def test_it_is_to_be_taken_back_when_errors_rise_and_the_check_says_so_at_once(begun):
    requests(at=NOW + 2 * MINUTE, good=90, broken=10)
    at_once = checks.health(NOW + 3 * MINUTE)
    assert (at_once.verdict, at_once.message) == (
        Verdict.ACT,
        "Since release 0123456789ab 10 of 100 requests broke, more than before. Take it back.",
    )
    judged = watching.judge(at=NOW + 15 * MINUTE)
    assert judged and judged.judgement == Judgement.ROLL_BACK
    watching.begin(name="v1", at=NOW + 20 * MINUTE)
    requests(at=NOW + 22 * MINUTE, good=50)
    assert checks.health(NOW + 23 * MINUTE).verdict is Verdict.GOOD


def test_what_broke_before_is_not_held_against_it():
    requests(at=NOW - 10 * MINUTE, good=90, broken=10)
    release = watching.begin(name="v2", at=NOW)
    requests(at=NOW + 2 * MINUTE, good=85, broken=15)
    assert release and not watching.compare(release=release, at=NOW + 5 * MINUTE).is_worse


def test_two_that_broke_may_be_chance(begun):
    requests(at=NOW + 2 * MINUTE, good=18, broken=2)
    assert not watching.compare(release=begun, at=NOW + 5 * MINUTE).is_worse


def test_where_few_come_it_is_watched_longer_but_not_for_ever(begun):
    requests(at=NOW + 2 * MINUTE, good=5)
    assert watching.judge(at=NOW + 60 * MINUTE) is None
    assert checks.health(NOW + 60 * MINUTE).message == ("Release 0123456789ab is being watched: 0 of 5 requests broke.")
    judged = watching.judge(at=NOW + timedelta(days=1))
    assert judged and judged.judgement == Judgement.GOOD


def test_where_nobody_comes_someone_is_to_try_it(begun):
    assert checks.health(NOW + 5 * MINUTE).verdict is Verdict.GOOD
    assert checks.health(NOW + 16 * MINUTE).verdict is Verdict.WATCH


def test_without_a_noted_version_or_measurements_it_is_not_connected(settings):
    assert checks.health(NOW).verdict is Verdict.NOT_CONNECTED
    watching.begin(name="v1", at=NOW)
    settings.MEASURE = False
    assert checks.health(NOW).verdict is Verdict.NOT_CONNECTED


@pytest.mark.usefixtures("it_is_now")
def test_esha_sees_what_became_of_each(begun, lakshmi):
    requests(at=NOW + 2 * MINUTE, good=90, broken=10)
    watching.judge(at=NOW + 15 * MINUTE)
    watching.begin(name="v1.3", at=NOW + 20 * MINUTE)
    page = a_visitor(lakshmi.esha.user).get("/staff/console/releases/").content.decode()
    assert [
        each for each in ("0123456789ab", "Take it back", "10 / 100", "v1.3", "Being watched") if each not in page
    ] == []

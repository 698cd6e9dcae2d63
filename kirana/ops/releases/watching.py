"""Watching a release: a row when a version begins to run, and a verdict when enough people have met it.

    watching.begin(name="v1.4", at=…)      at the start of the process, once
    watching.judge(at=…)                   every minute, by a job

It is judged a quarter of an hour after it began, or later, when twenty requests have come, but within a day. The hour
before it is what it is compared with.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from kirana.core import audit, locks
from kirana.core.actors import system
from kirana.ops.measure import store
from kirana.ops.measure.figures import Tally, together
from kirana.ops.measure.store import Span
from kirana.ops.releases.models import Judgement, Release

BY = system("releases")
BEFORE, AFTER = timedelta(hours=1), timedelta(minutes=15)
LONGEST = timedelta(days=1)
ENOUGH = 20  # requests
A_FEW = 3  # errors that may be chance


@dataclass(frozen=True, slots=True)
class Comparison:
    """How requests were answered before and after."""

    before: Tally
    after: Tally

    @property
    def is_worse(self) -> bool:
        """Whether so many broke that it is no chance, more than is ever right, and twice as many as before."""
        most = max(settings.ALERT_ERRORS_PERMILLE, 2 * self.before.errors_permille)
        return self.after.errors >= A_FEW and self.after.errors_permille > most


def begin(*, name: str, at: datetime) -> Release | None:
    """Note that this version runs from now on; None when it is the one that ran already, or has no name."""
    latest = running()
    if not name or (latest is not None and latest.name == name):
        return None
    with locks.transaction():
        begun = Release.objects.create(name=name[:80], began_at=at)
        audit.record(action="release.begin", subject=f"release:{begun.pk}", by=BY, at=at, name=begun.name)
    return begun


def running() -> Release | None:
    """The version that runs; None when none was noted."""
    return Release.objects.first()


def compare(*, release: Release, at: datetime) -> Comparison:
    """The hour before it began, and the time since, up to a day. The minute in which it began counts for neither."""
    began = store.beginning_of(Span.MINUTE, release.began_at)
    until = min(at, began + LONGEST) + timedelta(minutes=1)
    return Comparison(_tally(began - BEFORE, began), _tally(began + timedelta(minutes=1), until))


def is_ripe(*, release: Release, comparison: Comparison, at: datetime) -> bool:
    """Whether enough is known to say what became of it."""
    age = at - release.began_at
    return age >= LONGEST or (age >= AFTER and (comparison.after.count >= ENOUGH or comparison.is_worse))


def judge(*, at: datetime) -> Release | None:
    """Say what became of the version that runs, if that is not said yet and enough is known. Safe to run twice."""
    release = running()
    if release is None or release.judgement != Judgement.WATCHED:
        return None
    found = compare(release=release, at=at)
    if not is_ripe(release=release, comparison=found, at=at):
        return None
    judgement = Judgement.ROLL_BACK if found.is_worse else Judgement.GOOD
    with locks.transaction():
        told = Release.objects.filter(pk=release.pk, judgement=Judgement.WATCHED)
        if not told.update(judgement=judgement, judged_at=at, **_figures(found)):
            return None
        audit.record(
            action="release.judge", subject=f"release:{release.pk}", by=BY, at=at, judgement=str(judgement), why=""
        )
    release.refresh_from_db()
    return release


def _figures(found: Comparison) -> dict[str, int]:
    return {
        "requests_before": found.before.count,
        "errors_before": found.before.errors,
        "requests_after": found.after.count,
        "errors_after": found.after.errors,
        "p95_before_ms": found.before.percentile_ms(95),
        "p95_after_ms": found.after.percentile_ms(95),
    }


def _tally(since: datetime, until: datetime) -> Tally:
    rows = store.rows(span=Span.MINUTE, since=since, until=until)
    return together(row.opened for row in rows).all_requests()

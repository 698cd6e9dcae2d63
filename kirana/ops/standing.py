"""Where the shop stands: every check as it was last answered, and the worker judged by those who look."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.ops import running
from kirana.ops.checks import WORSE, Answer, Check, Verdict, all_checks, worst
from kirana.ops.health import queue
from kirana.ops.runs import CheckRun, CheckState

LATE = timedelta(minutes=10)
NOT_ASKED = gettext_lazy("This has not been asked yet.")


@dataclass(frozen=True, slots=True)
class Seen:
    """A check with what is known of it now. `run` is its last answer; None when it was never asked."""

    check: Check
    verdict: Verdict
    message: str
    run: CheckRun | None = None
    since: datetime | None = None
    is_late: bool = False  # it was good, and should have been asked again since
    because: Check | None = None  # what is as bad and the reason for it

    @property
    def is_unasked(self) -> bool:
        """Whether nothing is known yet, and for no other reason than that it was never asked."""
        return self.run is None and self.verdict is Verdict.WATCH

    @property
    def needs_a_person(self) -> bool:
        """Whether someone has to look. Not at what another explains; what was never asked the worker asks within
        minutes."""
        if self.because is not None:
            return False
        return self.verdict in (Verdict.ACT, Verdict.WATCH, Verdict.ASK) and not self.is_unasked


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole shop at one moment."""

    at: datetime
    worker: Answer
    checks: dict[str, Seen]

    @property
    def verdict(self) -> Verdict:
        """The worst of all: nothing asked is nothing known."""
        return worst([self.worker.verdict, *(seen.verdict for seen in self.checks.values())]) or Verdict.ACT

    @property
    def for_a_person(self) -> list[Seen]:
        """What needs someone, the worst first. While the worker is down, what it did not ask again is not named."""
        is_working = self.worker.verdict is Verdict.GOOD
        found = [seen for seen in self.checks.values() if seen.needs_a_person and (is_working or not seen.is_late)]
        return sorted(found, key=lambda seen: (-WORSE[seen.verdict], seen.check.key))

    def explained_by(self, key: str) -> list[Seen]:
        """What is bad for no other reason than this check's."""
        return [seen for seen in self.checks.values() if seen.because is not None and seen.because.key == key]

    @property
    def asked_at(self) -> datetime | None:
        """When the last of all checks was asked."""
        return max((seen.run.at for seen in self.checks.values() if seen.run), default=None)

    @property
    def unasked(self) -> list[Seen]:
        """The checks that nothing is known of yet."""
        return [seen for seen in self.checks.values() if seen.is_unasked]

    def having(self, verdict: Verdict) -> list[Seen]:
        """The checks with this verdict."""
        return [seen for seen in self.checks.values() if seen.verdict == verdict]


def look(*, at: datetime) -> Standing:
    """Read where everything stands; the worker's own check is asked here and now."""
    states, worker = running.states(), queue.worker(at)
    seen = {check.key: _seen(check, states.get(check.key), at) for check in all_checks()}
    if "queue.worker" in seen:
        asked = seen["queue.worker"]
        seen["queue.worker"] = Seen(asked.check, worker.verdict, worker.message, asked.run, asked.since)
    return Standing(at, worker, {key: replace(one, because=_reason(one, seen)) for key, one in seen.items()})


def _reason(one: Seen, seen: dict[str, Seen]) -> Check | None:
    """The check that explains this one: named by it, and at least as bad."""
    if one.verdict not in (Verdict.ACT, Verdict.WATCH):
        return None
    causes = (seen[key] for key in one.check.because if key in seen)
    return next((cause.check for cause in causes if WORSE[cause.verdict] >= WORSE[one.verdict]), None)


def _seen(check: Check, state: CheckState | None, at: datetime) -> Seen:
    if state is None or state.last_run is None:
        return Seen(check, Verdict.WATCH, str(NOT_ASKED))
    run, verdict = state.last_run, Verdict(state.verdict)
    if at - run.at > LATE + timedelta(minutes=2 * check.minutes) and WORSE[verdict] < WORSE[Verdict.WATCH]:
        late = _("This was last asked at %(at)s and should have been asked again.")
        return Seen(check, Verdict.WATCH, late % {"at": f"{run.at:%Y-%m-%d %H:%M} UTC"}, run, state.since, is_late=True)
    return Seen(check, verdict, run.message, run, state.since)

"""Asking the checks, and keeping what they answer.

    running.run(check=by_key("queue.age"), at=at)      # now
    events.subscribe(VerdictChanged, note_it)           # told in the transaction that keeps the run

The worker asks every check when its minutes are over (`ops.tasks.ask_checks`), the quickest first. A check that breaks
is itself a finding: it is to be acted on, by the name of its error.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter_ns
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kirana.core import clock, events, locks
from kirana.ops.checks import Answer, Check, Figure, Verdict, all_checks
from kirana.ops.runs import GENESIS, SENTENCE_LENGTH, CheckRun, CheckState, Heartbeat, RunKind

log = logging.getLogger(__name__)

BROKEN = _("The check itself broke: %(error)s. %(what)s")
NEVER_ENDED = _("The check was begun and did not end within %(minutes)s minutes.")
MOST_ROWS = 50
MOST_OF_A_CELL = 300
BAD_MINUTES = 10  # what was mended is soon seen to be mended
SLACK = timedelta(seconds=10)  # a job that comes a little early still asks
PATIENCE = timedelta(minutes=6)  # longer than the worker lets any job run
NANOSECONDS_IN_MS = 1_000_000
WORKER = "worker"
SLOW_MS = 3000


@dataclass(frozen=True, slots=True)
class VerdictChanged:
    """A check answers otherwise than it did; `was` is None at its first answer."""

    key: str
    was: Verdict | None
    now: Verdict
    at: datetime


def beat(*, name: str, at: datetime) -> None:
    """Say that something is running."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def last_beat(*, name: str) -> datetime | None:
    """When it was last seen to run."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def due(*, at: datetime) -> list[Check]:
    """The checks whose minutes are over, the quickest first; one that has not ended is not begun a second time."""
    known = {state.key: state for state in CheckState.objects.select_related("last_run")}
    waiting = [check for check in all_checks() if _is_due(check, known.get(check.key), at)]
    return sorted(waiting, key=lambda check: _last_took(known.get(check.key)))


def is_slow(*, key: str) -> bool:
    """Whether the check took so long when it was last asked that others should not wait for it."""
    took = CheckState.objects.filter(key=key).values_list("last_run__took_ms", flat=True).first()
    return (took or 0) > SLOW_MS


def put_off(*, key: str, at: datetime) -> None:
    """Say that the check is begun: it is asked in a job of its own, and not begun again meanwhile."""
    CheckState.objects.filter(key=key).update(begun_at=at)


def _is_due(check: Check, state: CheckState | None, at: datetime) -> bool:
    if state is None or state.begun_at is None:
        return True
    minutes = min(check.minutes, BAD_MINUTES) if state.verdict in (Verdict.ACT, Verdict.WATCH) else check.minutes
    return at - state.begun_at >= timedelta(minutes=minutes) - SLACK


def _last_took(state: CheckState | None) -> int:
    return state.last_run.took_ms if state and state.last_run else 0


def run(*, check: Check, at: datetime) -> CheckRun:
    """Ask the check now, with no transaction open, and keep its answer."""
    CheckState.objects.bulk_create([CheckState(key=check.key)], ignore_conflicts=True)
    CheckState.objects.filter(key=check.key).update(begun_at=at)
    begun = perf_counter_ns()
    answer = ask(check, at=at)
    return keep(key=check.key, answer=answer, took_ms=(perf_counter_ns() - begun) // NANOSECONDS_IN_MS, at=at)


def ask(check: Check, *, at: datetime) -> Answer:
    """The check's answer, kept nowhere. The one place that takes any error for an answer: a broken check must not
    keep the others from being asked, and is to be acted on."""
    try:
        return check.run(at)
    except Exception as error:
        log.exception("the check %s broke", check.key)
        return Answer(Verdict.ACT, BROKEN, {"error": type(error).__name__, "what": str(error)[:200]})


def keep(*, key: str, answer: Answer, took_ms: int, at: datetime) -> CheckRun:
    """Append the answer to the check's history and say so when its verdict is another than before."""
    with locks.transaction():
        state = locks.locked(CheckState.objects.filter(key=key)).get()
        kind = _kind(state, answer, at)
        kept = _written(answer, key=key, kind=kind, took_ms=took_ms, at=at, previous_hash=state.last_change_hash)
        was = state.verdict
        changes: dict[str, Any] = {"last_run": kept}
        if kind is RunKind.CHANGE:
            changes |= {"verdict": answer.verdict, "since": at, "last_change_hash": kept.hash}
        CheckState.objects.filter(pk=state.pk).update(**changes)
        if kind is RunKind.CHANGE:
            events.publish(VerdictChanged(key, Verdict(was) if was else None, answer.verdict, at))
    return kept


def _kind(state: CheckState, answer: Answer, at: datetime) -> RunKind:
    if state.verdict != answer.verdict or state.last_change_hash == GENESIS:
        return RunKind.CHANGE
    last = state.last_run
    return RunKind.FIRST if last is None or clock.shop_date(last.at) < clock.shop_date(at) else RunKind.REPEAT


def _written(answer: Answer, **columns: Any) -> CheckRun:
    """The answer as a row: in English, with its evidence."""
    with translation.override("en"):
        row = CheckRun(
            verdict=answer.verdict,
            sentence=str(answer.sentence)[:SENTENCE_LENGTH],
            facts={name: fact if isinstance(fact, int) else str(fact) for name, fact in answer.facts.items()},
            figures=[_cells((figure.label, figure.value, figure.link)) for figure in answer.figures],
            rows=[_cells(cells) for cells in list(answer.rows)[:MOST_ROWS]],
            **columns,
        )
    row.hash = row.expected_hash()
    row.save(force_insert=True)
    return row


def _cells(cells: Any) -> list[str]:
    return [str(cell)[:MOST_OF_A_CELL] for cell in cells]


def give_up_on_hung(*, at: datetime) -> list[str]:
    """Say of every check that was begun and never ended that it is to be acted on; their keys."""
    hung = [
        state
        for state in CheckState.objects.select_related("last_run").filter(begun_at__lt=at - PATIENCE)
        if state.begun_at and (state.last_run is None or state.last_run.at < state.begun_at)
    ]
    answer = Answer(Verdict.ACT, NEVER_ENDED, {"minutes": PATIENCE.seconds // 60}, [Figure(_("Begun"), str(at))])
    for state in hung:
        keep(key=state.key, answer=answer, took_ms=PATIENCE.seconds * 1000, at=at)
    return [state.key for state in hung]


def states() -> dict[str, CheckState]:
    """Where every check stands, with its last run."""
    return {state.key: state for state in CheckState.objects.select_related("last_run").exclude(verdict="")}


def to_tell(*, at: datetime, quiet: timedelta) -> tuple[list[CheckState], list[CheckState]]:
    """What the maintainers do not know yet: checks to act on, and checks they were told of that are right again.

    One that goes to and fro between acting and watching is told once; after a mail about a check, `quiet` passes
    before it can cause another.
    """
    known = CheckState.objects.select_related("last_run").order_by("key")
    loud = [state for state in known if state.told_at is None or at - state.told_at >= quiet]
    acting = [state for state in loud if state.verdict == Verdict.ACT and not state.is_told]
    right = [state for state in loud if state.is_told and state.verdict not in (Verdict.ACT, Verdict.WATCH)]
    return acting, right


def mark_told(*, acting: list[CheckState], right: list[CheckState], at: datetime) -> None:
    """The maintainers were told."""
    CheckState.objects.filter(pk__in=[state.pk for state in acting]).update(is_told=True, told_at=at)
    CheckState.objects.filter(pk__in=[state.pk for state in right]).update(is_told=False, told_at=at)

"""Whether background work is done: is the worker there, how long do jobs and messages wait, and which failed."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kirana.core import jobs, outbox
from kirana.ops import running
from kirana.ops.checks import Answer, Check, Figure, Verdict

SILENT_FOR = timedelta(minutes=5)
WAITS_LONG = timedelta(minutes=2)
WAITS_TOO_LONG = timedelta(minutes=10)
FAILED_WITHIN = timedelta(days=1)
LATE_MESSAGE = timedelta(minutes=10)


def worker(at: datetime) -> Answer:
    """The worker was seen lately. Asked by the worker itself it is always good: pages and probes ask it themselves."""
    beat = running.last_beat(name=running.WORKER)
    if beat is None:
        return Answer(Verdict.ACT, _("The worker has never been seen to run. Nothing is checked, no message leaves."))
    minutes = max(0, (at - beat) // timedelta(minutes=1))
    figures = [Figure(_("Last seen"), f"{beat:%Y-%m-%d %H:%M:%S} UTC"), Figure(_("Minutes ago"), str(minutes))]
    if at - beat > SILENT_FOR:
        sentence = _("The worker has been silent for %(minutes)s minutes. Nothing is checked, no message leaves.")
        return Answer(Verdict.ACT, sentence, {"minutes": minutes}, figures)
    return Answer(Verdict.GOOD, _("The worker is at work."), {}, figures)


def age(at: datetime) -> Answer:
    """No job waits long."""
    waiting = jobs.waiting()
    oldest = jobs.oldest_wait(at=at)
    seconds = oldest // timedelta(seconds=1)
    figures = [Figure(_("Jobs waiting"), str(waiting)), Figure(_("Oldest, seconds"), str(seconds))]
    facts = {"seconds": seconds, "waiting": waiting}
    if oldest > WAITS_LONG:
        verdict = Verdict.ACT if oldest > WAITS_TOO_LONG else Verdict.WATCH
        return Answer(verdict, _("%(waiting)s jobs wait, the oldest for %(seconds)s seconds."), facts, figures)
    return Answer(Verdict.GOOD, _("No job waits long."), {}, figures)


def failed(at: datetime) -> Answer:
    """No job failed since yesterday."""
    lost = jobs.failed(since=at - FAILED_WITHIN)
    done = jobs.succeeded(since=at - FAILED_WITHIN)
    figures = [Figure(_("Done in a day"), str(done)), Figure(_("Failed in a day"), str(len(lost)))]
    if lost:
        rows = [(f"{one.at:%d %b %H:%M}", one.task, one.error[:200]) for one in lost]
        return Answer(Verdict.WATCH, _("%(number)s jobs failed within a day."), {"number": len(lost)}, figures, rows)
    return Answer(Verdict.GOOD, _("No job failed within a day."), {}, figures)


def messages(at: datetime) -> Answer:
    """Messages to people leave soon, and none was given up since yesterday."""
    late, given_up = outbox.late(at=at, by_more_than=LATE_MESSAGE), outbox.given_up(since=at - FAILED_WITHIN)
    figures = [Figure(_("Late"), str(len(late))), Figure(_("Given up in a day"), str(len(given_up)))]
    rows = [
        (f"{one.created_at:%d %b %H:%M}", one.template, str(one.get_state_display()), one.last_error)
        for one in (*late, *given_up)
    ]
    if late:
        sentence = _("%(number)s messages have waited for more than ten minutes.")
        return Answer(Verdict.ACT, sentence, {"number": len(late)}, figures, rows)
    if given_up:
        sentence = _("%(number)s messages were given up within a day.")
        return Answer(Verdict.WATCH, sentence, {"number": len(given_up)}, figures, rows)
    return Answer(Verdict.GOOD, _("No message waits."), {}, figures)


CHECKS = (
    Check("queue.worker", _("The worker"), 1, "worker-down", worker),
    Check("queue.age", _("The queue"), 1, "worker-down", age),
    Check("queue.failed", _("Failed jobs"), 10, "worker-down", failed, because=("logs.errors",)),
    Check("outbox.age", _("Messages to people"), 2, "messages-late", messages),
)

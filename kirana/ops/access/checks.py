"""Whether anyone tries doors."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kirana.ops.access import blocks, review
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.logs import keeping, reading

DAY = timedelta(days=1)
PAGE = "/staff/console/access/"
STILL = timedelta(hours=1)


def reviewed(at: datetime) -> Answer:
    """Nobody who is let in guesses passwords, tries accounts out or counts through what is not theirs."""
    if not reading.files(reading.ACCESS):
        return Answer(Verdict.NOT_CONNECTED, _("There is no access log yet."))
    review.review(at=at)
    found = list(review.findings(since=at - DAY))
    now = [one for one in found if at - one.last_at < STILL and one.is_loud and not _is_shut(one, at)]
    figures = [
        Figure(_("Found within a day"), str(len(found)), PAGE),
        Figure(_("Blocked now"), str(blocks.in_force(at=at).count()), PAGE),
        Figure(_("Log since"), f"{keeping.oldest(at=at):%Y-%m-%d %H:%M} UTC"),
    ]
    rows = [_row(one) for one in found]
    if any(one.kind in review.URGENT for one in now):
        return Answer(Verdict.ACT, _("Someone tries to get in: %(who)s."), _who(now, urgent=True), figures, rows)
    if now:
        sentence = _("Someone goes through the shop by machine: %(who)s.")
        return Answer(Verdict.WATCH, sentence, _who(now, urgent=False), figures, rows)
    return Answer(Verdict.GOOD, _("Nobody tries doors just now."), {}, figures, rows)


def _is_shut(one: review.AccessFinding, at: datetime) -> bool:
    return bool(one.address) and blocks.is_blocked(one.address, at=at)


def _who(found: list[review.AccessFinding], *, urgent: bool) -> dict[str, str]:
    chosen = [one for one in found if not urgent or one.kind in review.URGENT]
    return {"who": ", ".join(one.address or f"account {one.account}" for one in chosen)[:200]}


def _row(one: review.AccessFinding) -> tuple[str, ...]:
    moments = f"{one.first_at:%Y-%m-%d %H:%M} – {one.last_at:%H:%M} UTC"
    return (
        str(review.Kind(one.kind).label),
        one.address or f"account {one.account}",
        str(one.count),
        moments,
        one.example,
    )


CHECKS = (Check("access.review", _("Who tries doors"), 5, "someone-tries-doors", reviewed),)

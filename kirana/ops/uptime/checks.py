"""Whether the shop can be reached from outside, whether others watch it, and whether the public can see how it is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.health import outside
from kirana.ops.uptime import front as probes
from kirana.ops.uptime import record
from kirana.ops.uptime.uptimerobot import api, monitors

LATE = timedelta(minutes=5)
PAGE = "/status.json"


def front(at: datetime) -> Answer:
    """The front and the API answer at the public address."""
    # asked a second time when the first answer was bad: one lost packet is no outage
    found = {path: probes.answers(path) and probes.answers(path) for path in (probes.FRONT, probes.API)}
    figures = [Figure(settings.SITE_URL.rstrip("/") + path, why or _("answers")) for path, why in found.items()]
    figures += [Figure(title, _share(*minutes)) for title, minutes in _kept(at).items()]
    wrong = [f"{path}: {why}" for path, why in found.items() if why]
    if wrong:
        return Answer(Verdict.ACT, _("The shop does not answer: %(what)s"), {"what": ", ".join(wrong)}, figures)
    return Answer(Verdict.GOOD, _("The front and the API answer."), {}, figures)


def _kept(at: datetime) -> dict[str, tuple[int, int]]:
    """Good and known minutes of 90 days, by the part's title."""
    history = record.history(at=at)
    kept = {str(part.title): list(history.get(part.key, {}).values()) for part in record.parts() if part.is_probed}
    return {title: (sum(d.good for d in days), sum(d.good + d.bad for d in days)) for title, days in kept.items()}


def _share(good: int, known: int) -> str:
    """`99.97 % of 12,000 minutes`."""
    return f"{good * 10_000 // known // 100}.{good * 10_000 // known % 100:02} % · {known:,} min" if known else "–"


def status_page(at: datetime) -> Answer:
    """The public can read how the shop is, and what it reads is of this minute."""
    try:
        said = outside.get(settings.SITE_URL.rstrip("/") + PAGE, is_json=True).body
        written = datetime.fromisoformat(said["at"]) if said["at"] else None
    except (outside.Unreachable, KeyError, TypeError, ValueError) as error:
        return Answer(Verdict.ACT, _("The status page cannot be read: %(why)s"), {"why": str(error)[:200]})
    figures = [
        Figure(_("Address"), f"{settings.SITE_URL.rstrip('/')}/status/"),
        Figure(_("Written"), f"{written:%Y-%m-%d %H:%M:%S} UTC" if written else _("never")),
        Figure(_("Parts"), str(len(said["parts"]))),
    ]
    if written is None or at - written > LATE:
        return Answer(Verdict.ACT, _("What the status page says is old."), {}, figures)
    return Answer(Verdict.GOOD, _("The status page says what is true now."), {}, figures)


def watched(_at: datetime) -> Answer:
    """Someone outside looks at the shop and tells people when it does not answer."""
    if not settings.UPTIMEROBOT_API_KEY:
        figures = [Figure("UPTIMEROBOT_API_KEY", _("not set"))]
        return Answer(Verdict.NOT_CONNECTED, _("Nobody outside watches the shop: no key is given."), {}, figures)
    try:
        found = monitors.compare(api.monitors())
    except api.Refused as error:
        return Answer(Verdict.ACT, _("UptimeRobot does not answer: %(why)s"), {"why": str(error)[:200]})
    figures = [Figure(one.name, one.said) for one in found]
    missing = [one.name for one in found if one.is_missing]
    down = [one.name for one in found if one.is_down]
    mute = [one.name for one in found if one.is_mute]
    if missing or down:
        facts = {"names": ", ".join(missing + down)}
        return Answer(Verdict.ACT, _("Monitors are missing, paused or see the shop down: %(names)s"), facts, figures)
    if mute:
        return Answer(Verdict.WATCH, _("These monitors tell nobody: %(names)s"), {"names": ", ".join(mute)}, figures)
    return Answer(Verdict.GOOD, _("%(number)s monitors watch the shop."), {"number": len(found)}, figures)


NOBODY_GETS_IN = ("uptime.front", "health.certificate", "queue.worker")  # then nobody reads that page either
CHECKS = (
    Check("uptime.front", _("The shop seen from outside"), 2, "outage", front, because=("health.certificate",)),
    Check("uptime.monitors", _("Who watches from outside"), 60, "monitors-missing", watched),
    Check("status.page", _("The public status page"), 5, "status-page", status_page, because=NOBODY_GETS_IN),
)

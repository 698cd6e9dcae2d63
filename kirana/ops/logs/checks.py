"""Whether the logs are written, have room, are kept as long as they must be, and say that something broke."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.access import lines as access
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.errors import groups
from kirana.ops.logs import keeping, reading

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BURST = 20  # of one kind in an hour
MB = 1024 * 1024
LAWFUL_DAYS = 180
PROBE = ".room"


def errors(at: datetime) -> Answer:
    """No new kind of error came up, and none comes again and again."""
    if not reading.files(reading.APP):
        return Answer(Verdict.NOT_CONNECTED, _("There is no log yet."))
    groups.collect(at=at)
    known = list(groups.every(is_open=True)[:50])
    today = [one for one in known if at - one.last_at < DAY and one.side != groups.Side.BROWSER]
    new = [one for one in today if at - one.first_at < DAY]
    bursts = [one for one in today if at - one.last_at < HOUR and one.count >= BURST and at - one.first_at < DAY]
    page = "/staff/console/errors/"
    figures = [
        Figure(_("Kinds of error today"), str(len(today)), page),
        Figure(_("New ones"), str(len(new)), page),
        Figure(_("Open in all"), str(len(known)), page),
    ]
    rows = [(one.title, one.where, str(one.count), f"{one.last_at:%Y-%m-%d %H:%M} UTC") for one in today]
    if bursts:
        facts = {"what": bursts[0].title}
        return Answer(Verdict.ACT, _("The same error comes again and again: %(what)s"), facts, figures, rows)
    if today:
        found: dict[str, str | int] = {"what": today[0].title, "number": len(today)}
        sentence = _("Kinds of error today: %(number)s. The last one: %(what)s")
        return Answer(Verdict.WATCH, sentence, found, figures, rows)
    return Answer(Verdict.GOOD, _("No error was logged within a day."), {}, figures)


def volume(at: datetime) -> Answer:
    """There is room for lines, and none was lost."""
    folder = Path(settings.LOG_FOLDER)
    taken = sum(path.stat().st_size for path in folder.glob("*.log*"))
    free = shutil.disk_usage(folder).free
    lost = sum(_lost(line) for line in reading.lines(reading.APP, since=at - DAY, until=at + DAY)) + _lost_here()
    figures = [
        Figure(_("Logs take"), f"{taken // MB} / {settings.LOG_LIMIT_MB} MB"),
        Figure(_("Free on the disk"), f"{free // MB} MB"),
        Figure(_("Lines lost within a day"), str(lost)),
        Figure(_("Folder"), "LOG_FOLDER"),
    ]
    refused = _why_nothing_can_be_written(folder)
    if refused:
        return Answer(Verdict.ACT, _("No line can be written to the logs: %(why)s"), {"why": refused}, figures)
    if lost or taken > settings.LOG_LIMIT_MB * MB:
        facts = {"lost": lost, "taken": taken // MB}
        return Answer(Verdict.WATCH, _("%(lost)s lines were lost; the logs take %(taken)s MB."), facts, figures)
    return Answer(Verdict.GOOD, _("There is room for the logs."), {}, figures)


def _lost(line: reading.Line) -> int:
    return int(line.get("lost") or 0)


def _lost_here() -> int:
    return access.log().lost


def _why_nothing_can_be_written(folder: Path) -> str:
    """What the disk says to a page of lines; nothing when it takes them."""
    try:
        with (folder / PROBE).open("wb") as file:
            file.write(b" " * 4096)
            file.flush()
            os.fsync(file.fileno())
        (folder / PROBE).unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def retention(at: datetime) -> Answer:
    """Logs are put aside each day and kept as long as the law asks."""
    files = [path for kind in keeping.KINDS for path in reading.files(kind)]
    if not files:
        return Answer(Verdict.NOT_CONNECTED, _("There is no log yet."))
    oldest = keeping.oldest(at=at)
    figures = [
        Figure(_("Kept for"), _("%(days)s days") % {"days": settings.LOG_DAYS}),
        Figure(_("Oldest line"), f"{oldest:%Y-%m-%d %H:%M} UTC"),
        Figure(_("Files"), str(len(files))),
        Figure(_("Copied to another disk"), settings.LOG_STORE or _("no")),
    ]
    late = [path.name for path in files if keeping.is_late(path, at=at)]
    if late:
        names = {"names": ", ".join(late)[:200]}
        return Answer(Verdict.ACT, _("Files should have been put aside or let go of: %(names)s"), names, figures)
    if settings.LOG_DAYS < LAWFUL_DAYS:
        facts = {"days": settings.LOG_DAYS}
        return Answer(Verdict.WATCH, _("Logs are kept for %(days)s days; CERT-In asks for 180."), facts, figures)
    if settings.LOG_STORE and not Path(settings.LOG_STORE).is_dir():
        return Answer(Verdict.ACT, _("The folder for copies of the logs is not there."), {}, figures)
    return Answer(Verdict.GOOD, _("Logs are put aside each day and kept long enough."), {}, figures)


CHECKS = (
    Check("logs.errors", _("Errors in the logs"), 2, "errors-in-the-logs", errors),
    Check("logs.volume", _("Room for the logs"), 10, "logs-full", volume),
    Check("logs.retention", _("How long logs are kept"), 6 * 60, "logs-kept", retention),
)

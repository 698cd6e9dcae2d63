"""The machine: room on its disks, and whether its clock is right."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.health import outside

GIB = 1024**3
DRIFT = timedelta(seconds=5)
DRIFT_TOO_FAR = timedelta(seconds=60)
CLOCKS = {
    "sqlite": "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())::bigint",
}


def disk(_at: datetime) -> Answer:
    """There is room where the shop keeps its data, its pictures and its temporary files."""
    figures, least = [], 100
    for label, place in _places():
        usage = shutil.disk_usage(place)
        free = usage.free * 100 // usage.total
        least = min(least, free)
        figures.append(Figure(label, f"{free} % · {usage.free // GIB} GiB / {usage.total // GIB} GiB"))
    facts = {"free": least}
    if least < settings.DISK_ACT_PERCENT:
        return Answer(Verdict.ACT, _("Only %(free)s %% of a disk is free."), facts, figures)
    if least < settings.DISK_WATCH_PERCENT:
        return Answer(Verdict.WATCH, _("%(free)s %% of a disk is free; it fills up."), facts, figures)
    return Answer(Verdict.GOOD, _("At least %(free)s %% of every disk is free."), facts, figures)


def _places() -> list[tuple[str | Promise, Path]]:
    """Where the shop writes; pictures may be kept elsewhere, and then there is no folder."""
    places: list[tuple[str | Promise, Path]] = [
        ("KIRANA_DATA", settings.DATA),
        (_("Temporary files"), Path(tempfile.gettempdir())),
    ]
    return [*places, (_("Pictures"), settings.MEDIA_ROOT)] if settings.MEDIA_ROOT.exists() else places


def time(at: datetime) -> Answer:
    """The clocks of this machine, of the database and of a source outside agree."""
    clocks: dict[str | Promise, datetime] = {_("Database"): _of_database()}
    if settings.CLOCK_SOURCE:
        try:
            clocks[settings.CLOCK_SOURCE] = _of_source(settings.CLOCK_SOURCE)
        except outside.Unreachable as error:
            figures = [Figure(settings.CLOCK_SOURCE, str(error))]
            return Answer(Verdict.WATCH, _("The source of the time does not answer."), {}, figures)
    away = {label: abs(then - at) for label, then in clocks.items()}
    figures = [Figure(_("This machine"), f"{at.astimezone(UTC):%H:%M:%S} UTC")]
    figures += [Figure(label, f"± {apart // timedelta(seconds=1)} s") for label, apart in away.items()]
    furthest = max(away.values())
    if furthest > DRIFT:
        verdict = Verdict.ACT if furthest > DRIFT_TOO_FAR else Verdict.WATCH
        facts = {"seconds": furthest // timedelta(seconds=1)}
        return Answer(verdict, _("The clocks are %(seconds)s seconds apart."), facts, figures)
    return Answer(Verdict.GOOD, _("The clocks agree."), {}, figures)


def _of_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS[connection.vendor])
        return datetime.fromtimestamp(cursor.fetchone()[0], UTC)


def _of_source(address: str) -> datetime:
    said = outside.get(address).headers.get("date")
    if said is None:
        raise outside.Unreachable("it says no Date")
    return parsedate_to_datetime(said)


CHECKS = (
    Check("health.disk", _("Room on the disks"), 5, "disk-full", disk),
    Check("health.clock", _("The clock"), 60, "clock-wrong", time),
)

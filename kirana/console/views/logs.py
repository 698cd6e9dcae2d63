"""Looking things up in the logs, and everything that one request caused."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops.logs import search
from kirana.ops.logs.search import LEVELS, Wish
from kirana.ui.staff import staff

WINDOWS: dict[str, tuple[str | Promise, timedelta]] = {
    "15": (_("15 minutes"), timedelta(minutes=15)),
    "60": (_("1 hour"), timedelta(hours=1)),
    "1440": (_("24 hours"), timedelta(days=1)),
    "10080": (_("7 days"), timedelta(days=7)),
    "44640": (_("31 days"), timedelta(days=31)),
}
SAID_ALREADY = {"at", "level", "logger", "event", "request", "method", "path", "status", "exception"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it."""

    at: datetime
    level: str
    request: str
    said: str
    where: str
    facts: str
    traceback: str


@staff(Permission.SEE_CONSOLE)
def logs(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The last lines that fit what was asked, the newest first. Nothing is read before something is asked."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("level", "request", "text", "path", "until")}
    window = request.GET.get("window", "1440" if asked["request"] else "60")
    window = window if window in WINDOWS else "60"
    asked["level"] = asked["level"] if asked["level"] in LEVELS else ""
    at = clock.now()
    until = _moment(asked.pop("until")) or at + timedelta(minutes=1)
    found = search.search(Wish(since=until - WINDOWS[window][1], until=until, **asked)) if request.GET else None
    facts = {
        "asked": asked,
        "window": window,
        "windows": [(key, label) for key, (label, _long) in WINDOWS.items()],
        "levels": LEVELS,
        "until": request.GET.get("until", ""),
        "found": found,
        "rows": [_row(line) for line in reversed(found.lines)] if found else [],
        "most": search.MOST_SHOWN,
    }
    return show(request, place, "console/logs.html", facts)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=timezone.get_current_timezone()) if text else None
    except ValueError:
        return None


def _row(line: dict[str, object]) -> Row:
    said = str(line.get("event", ""))
    if "status" in line:
        said = f"{line['method']} {line['path']} → {line['status']}{f' · {said}' if said else ''}"
    facts = " ".join(f"{name}={value}" for name, value in line.items() if name not in SAID_ALREADY)
    return Row(
        at=datetime.fromisoformat(str(line["at"])),
        level=search.level_of(line),
        request=str(line.get("request", "")),
        said=said,
        where=str(line.get("logger", "")),
        facts=facts,
        traceback=str(line.get("exception", "")),
    )


PAGE = Page(_("Logs"), "console_logs", Permission.SEE_CONSOLE, position=61, icon="book")
urlpatterns = [path("logs/", logs, name="console_logs")]

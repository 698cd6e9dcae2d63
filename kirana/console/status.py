"""The public status page: what works now, 90 days, and incidents. `/status/`, and `/status.json` for programs.

It is answered before any session, from a file and one question to the database, so that it is there when nothing else
is. What it says of the database is asked at this moment; the rest is of the last minute that someone looked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.core import clock
from kirana.ops.health import database
from kirana.ops.uptime import record, snapshot
from kirana.ops.uptime.record import DAYS
from kirana.ops.uptime.snapshot import Seen, Snapshot

JSON = "/status.json"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
WITHOUT_DATABASE = {"front"}  # what a shop can still do while its database is away
STEP, WIDTH, HEIGHT = 4, 3, 30  # of a bar, in the units of its drawing
FINE, POOR = 999, 950  # permille of a day
SAYS = {
    "works": _("Everything works"),
    "broken": _("Something does not work"),
    "unknown": _("We cannot say just now"),
}

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of a part, drawn."""

    x: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A part as the page shows it. `state`: works, broken, unknown."""

    key: str
    title: str | Promise
    state: str
    share: str
    bars: list[Bar]


class StatusPage:
    """Answers the addresses of the status page before anything that needs a session or a database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages = {_path(code): code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == JSON:
            request.resolver_match = resolve(path)
            return _finished(as_json(request))
        language = self.pages.get(path)
        if language is None:
            return self.get_response(request)
        with translation.override(language):
            request.resolver_match = resolve(path)
            return _finished(page(request))


def _path(code: str) -> str:
    return "/status/" if code == settings.LANGUAGE_CODE else f"/{code}/status/"


def page(_request: HttpRequest) -> HttpResponse:
    """For people."""
    at = clock.now()
    found, is_up = snapshot.read(), database.is_answering()
    lines = _lines(found, is_up, at)
    going_on = [one for one in found.incidents if one["is_going_on"]] if found else []
    facts = {
        "lines": lines,
        "verdict": _verdict(lines),
        "says": SAYS[_verdict(lines)],
        "going_on": [_incident(one) for one in going_on],
        "over": [_incident(one) for one in found.incidents if not one["is_going_on"]] if found else [],
        "at": found.at if found else None,
        "is_stale": found is None or found.is_stale(at),
        "is_up": is_up,
        "host": settings.SITE.hostname,
        "width": DAYS * STEP,
        "height": HEIGHT,
        "bar_width": WIDTH,
    }
    return HttpResponse(render_to_string("console/status.html", facts))


def as_json(_request: HttpRequest) -> HttpResponse:
    """For programs."""
    at = clock.now()
    found, is_up = snapshot.read(), database.is_answering()
    lines = _lines(found, is_up, at)
    facts: dict[str, Any] = {
        "status": _verdict(lines),
        "at": found.at.isoformat() if found else None,
        "database": "up" if is_up else "down",
        "parts": [{"key": line.key, "state": line.state, "share": line.share} for line in lines],
        "incidents": found.incidents if found else [],
    }
    return JsonResponse(facts)


def _lines(found: Snapshot | None, is_up: bool, at: datetime) -> list[Line]:
    seen = {part.key: part for part in found.parts} if found else {}
    is_stale = found is None or found.is_stale(at)
    return [_line(part.key, part.title, seen.get(part.key), is_up, is_stale, at) for part in record.parts()]


def _line(*facts: Any) -> Line:
    key, title, seen, is_up, is_stale, at = facts
    state = "works" if seen and seen.works else "broken"
    if not is_up and key not in WITHOUT_DATABASE:
        state = "broken"
    elif seen is None or (is_stale and key not in WITHOUT_DATABASE):
        state = "unknown"
    elif key in WITHOUT_DATABASE:
        state = "works" if is_stale or seen.works else "broken"  # this very page is served by it
    return Line(key, title, state, _share(seen), _bars(seen, at))


def _share(seen: Seen | None) -> str:
    if seen is None or not seen.known:
        return ""
    share = seen.good * 10_000 // seen.known
    return f"{share // 100}.{share % 100:02} %"


def _bars(seen: Seen | None, at: datetime) -> list[Bar]:
    days = seen.days if seen else [None] * DAYS
    first = clock.shop_date(at) - timedelta(days=DAYS - 1)
    return [
        Bar(place * STEP, _kind(day), f"{first + timedelta(days=place):%d %b}: {_day(day)}")
        for place, day in enumerate(days)
    ]


def _kind(permille: int | None) -> str:
    if permille is None:
        return "none"
    return "fine" if permille >= FINE else "poor" if permille >= POOR else "bad"


def _day(permille: int | None) -> str:
    return "–" if permille is None else f"{permille // 10}.{permille % 10} %"


def _verdict(lines: list[Line]) -> str:
    states = {line.state for line in lines}
    return "broken" if "broken" in states else "unknown" if "unknown" in states else "works"


def _incident(told: dict[str, Any]) -> dict[str, Any]:
    """An incident in the language in force, its moments read."""
    language = translation.get_language() or "en"
    updates = [
        {"at": datetime.fromisoformat(one["at"]), "message": one["messages"].get(language, one["messages"]["en"])}
        for one in told["updates"]
    ]
    return {
        "message": told["messages"].get(language) or told["messages"]["en"],
        "began_at": datetime.fromisoformat(told["began_at"]),
        "resolved_at": datetime.fromisoformat(told["resolved_at"]) if told["resolved_at"] else None,
        "eta": datetime.fromisoformat(told["eta"]) if told["eta"] else None,
        "updates": updates,
    }


def _finished(answer: HttpResponse) -> HttpResponse:
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer

"""Whether the shop is alive and ready, for load balancers and monitors, and a page that says it to people.

`/api/health`        alive: this process answers. Always 200; `degraded` when the database does not answer.
`/api/health/ready`  ready: everything that a shop needs, asked here and now; 503 when one of it is to be acted on.
`/health/`           the same for people.

Both addresses of the API are answered before any other middleware: no session, no language, no redirect, no host
check. They say verdicts and nothing that helps a stranger.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from kirana.core import clock
from kirana.ops import running
from kirana.ops.checks import Check, Verdict, all_checks
from kirana.ops.health import LIVE, database

ALIVE, READY = "/api/health", "/api/health/ready"
KEPT = ("backup.age", "gateway.reachable")  # costly to ask: as they were last answered, and never the reason for a 503
GOOD_FOR = timedelta(seconds=5)  # a readiness that was asked so lately is said again: anyone may ask

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found, at one moment: the verdict of each check by its key."""

    at: datetime
    asked: dict[str, Verdict]
    kept: dict[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether nothing that was asked is to be acted on."""
        return Verdict.ACT not in self.asked.values()

    def facts(self) -> dict[str, object]:
        """As an answer to a machine."""
        verdicts = {key: str(verdict) for key, verdict in self.asked.items()}
        status = "ready" if self.is_ready else "not ready"
        return {"status": status, "at": self.at.isoformat(timespec="seconds"), "checks": verdicts | self.kept}


class Probes:
    """Answers the two addresses before anything else looks at the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.last: Readiness | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info.rstrip("/")
        if path == ALIVE:
            return _json(alive(), 200)
        if path == READY:
            found = self._ready()
            return _json(found.facts(), 200 if found.is_ready else 503)
        return self.get_response(request)

    def _ready(self) -> Readiness:
        at = clock.now()
        if self.last is None or not timedelta(0) <= at - self.last.at < GOOD_FOR:
            self.last = readiness(at=at)
        return self.last


def alive() -> dict[str, object]:
    """This process answers; does the database?"""
    is_up = database.is_answering()
    return {"status": "ok" if is_up else "degraded", "database": "up" if is_up else "down"}


def readiness(*, at: datetime) -> Readiness:
    """Ask what a shop needs, here and now. Without a database nothing else is asked: it could only wait for it."""
    if not database.is_answering():
        return Readiness(at, {"health.database": Verdict.ACT}, {})
    known = {check.key: check for check in all_checks()}
    asked = {key: _verdict(known[key], at) for key in LIVE if key in known}
    return Readiness(at, asked, _kept())


def _verdict(check: Check, at: datetime) -> Verdict:
    return running.ask(check, at=at).verdict


def _kept() -> dict[str, str]:
    try:
        states = running.states()
    except DatabaseError:  # a database without its tables; `health.migrations` has said so
        return {}
    return {key: states[key].verdict for key in KEPT if key in states}


@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Alive, in words; 503 when the database does not answer, so that any monitor understands it."""
    is_up = database.is_answering()
    if "application/json" in request.headers.get("Accept", ""):
        return _json(alive(), 200 if is_up else 503)
    lines = [(_("Pages are served"), True), (_("The database answers"), is_up)]
    if is_up:
        found = readiness(at=clock.now())
        lines.append((_("Background work is done"), found.asked.get("queue.worker") == Verdict.GOOD))
    facts = {"lines": lines, "is_well": all(well for _line, well in lines), "at": clock.now()}
    return render(request, "console/health.html", facts, status=200 if is_up else 503)


def _json(facts: dict[str, object], status: int) -> JsonResponse:
    answer = JsonResponse(facts, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer

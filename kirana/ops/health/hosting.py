"""What the host says of us: Render's events, when a key of its API is given."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.health import outside

LOOKS_BACK = timedelta(days=1)
FRESH = timedelta(hours=1)
BAD = {
    "server_failed",
    "server_unhealthy",
    "server_hardware_failure",
    "image_pull_failed",
    "pipeline_minutes_exhausted",
}
ENDED = {"deploy_ended": "deployStatus", "build_ended": "buildStatus", "pre_deploy_ended": "preDeployStatus"}
WELL = {"succeeded", "canceled", None}


def alerts(at: datetime) -> Answer:
    """Render has not suspended the service, and nothing failed there within a day."""
    if not (settings.RENDER_API_KEY and settings.RENDER_SERVICE_ID):
        sentence = _("No key of Render's API is given; look at your host's own page.")
        return Answer(Verdict.NOT_CONNECTED, sentence)
    try:
        service = _ask("")
        events = _ask(
            f"/events?limit=50&startTime={(at - LOOKS_BACK).isoformat(timespec='seconds').replace('+', '%2B')}"
        )
    except outside.Unreachable as error:
        return Answer(Verdict.WATCH, _("Render's API does not answer: %(why)s"), {"why": str(error)})
    bad = [one["event"] for one in events if _is_bad(one["event"])]
    figures = [
        Figure(
            _("Service"), str(service.get("name", settings.RENDER_SERVICE_ID)), str(service.get("dashboardUrl", ""))
        ),
        Figure(_("Events within a day"), str(len(events))),
        Figure(_("Of them bad"), str(len(bad))),
    ]
    rows = [(str(one["timestamp"])[:16], str(one["type"]), str(one.get("details", ""))[:200]) for one in bad]
    if service.get("suspended") == "suspended":
        return Answer(Verdict.ACT, _("Render has suspended the service."), {}, figures, rows)
    if bad:
        is_fresh = any(datetime.fromisoformat(one["timestamp"]) > at - FRESH for one in bad)
        verdict = Verdict.ACT if is_fresh else Verdict.WATCH
        return Answer(
            verdict, _("Render reports %(number)s failures within a day."), {"number": len(bad)}, figures, rows
        )
    return Answer(Verdict.GOOD, _("Render reports no failure within a day."), {}, figures)


def _ask(path: str) -> Any:
    address = f"{settings.RENDER_API}/services/{settings.RENDER_SERVICE_ID}{path}"
    return outside.get(address, headers={"Authorization": f"Bearer {settings.RENDER_API_KEY}"}, is_json=True).body


def _is_bad(event: dict[str, Any]) -> bool:
    details = event.get("details") or {}
    ended = ENDED.get(event["type"])
    return event["type"] in BAD or (ended is not None and details.get(ended) not in WELL)


CHECKS = (Check("hosting.alerts", _("The host's alerts"), 10, "host-alerts", alerts),)

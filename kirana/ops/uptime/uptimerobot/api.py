"""The three calls of UptimeRobot's API that the shop needs: list, add, change. All are forms that are posted."""

from typing import Any

import httpx
from django.conf import settings

from kirana.core import locks

PATIENCE_S = 15
PER_PAGE = 50


class Refused(Exception):
    """UptimeRobot did not answer, or not with `ok`; the text holds no key."""


def monitors() -> list[dict[str, Any]]:
    """Every monitor of the account, with whom it tells."""
    found: list[dict[str, Any]] = []
    while True:
        answer = _ask("getMonitors", offset=len(found), limit=PER_PAGE, alert_contacts=1)
        found += answer["monitors"]
        if len(found) >= int(answer["pagination"]["total"]) or not answer["monitors"]:
            return found


def add(**facts: Any) -> int:
    """Make a monitor; its id."""
    return int(_ask("newMonitor", **facts)["monitor"]["id"])


def change(*, monitor_id: int, **facts: Any) -> None:
    """Change one. Its type cannot be changed."""
    _ask("editMonitor", id=monitor_id, **facts)


def _ask(method: str, **facts: Any) -> dict[str, Any]:
    form = {
        "api_key": settings.UPTIMEROBOT_API_KEY,
        "format": "json",
        **{name: str(one) for name, one in facts.items()},
    }
    try:
        with locks.outside_transaction():
            answer = httpx.post(f"{settings.UPTIMEROBOT_API}/{method}", data=form, timeout=PATIENCE_S)
            answer.raise_for_status()
            said: dict[str, Any] = answer.json()
    except httpx.HTTPStatusError as error:
        raise Refused(f"HTTP {error.response.status_code}") from error
    except (httpx.HTTPError, ValueError) as error:
        raise Refused(type(error).__name__) from error
    if said.get("stat") != "ok":
        problem = said.get("error", {})
        raise Refused(f"{problem.get('type', 'unknown')}: {problem.get('message', '')}".replace(form["api_key"], "…"))
    return said

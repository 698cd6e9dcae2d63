"""The shop looked at from outside, through its public address: the front and the API."""

from datetime import datetime

from django.conf import settings

from kirana.ops.health import outside

FRONT, API = "/", "/api/health"


def answers(path: str) -> str:
    """Nothing when the address answers; otherwise what went wrong."""
    try:
        page = outside.get(settings.SITE_URL.rstrip("/") + path, is_json=path == API)
    except outside.Unreachable as error:
        return str(error)
    return "the database is down" if path == API and page.body.get("status") != "ok" else ""


def is_open(_at: datetime) -> bool:
    """Whether the front answers."""
    return not answers(FRONT)


def api_is_up(_at: datetime) -> bool:
    """Whether the API answers and has its database."""
    return not answers(API)

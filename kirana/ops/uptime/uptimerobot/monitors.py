"""The monitors a shop should have, and what is different about those it has."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from kirana.ops.uptime.uptimerobot import api

HTTP, KEYWORD = 1, 2  # UptimeRobot's types
NOT_EXISTS = 2  # alert when the words are not on the page
PAUSED, NOT_CHECKED, UP = 0, 1, 2
STATES = {PAUSED: "paused", NOT_CHECKED: "not checked yet", UP: "up", 8: "seems down", 9: "down"}
EVERY = 300  # seconds; what the free plan allows


@dataclass(frozen=True, slots=True)
class Wanted:
    """A monitor a shop should have. `words` have to be on the page."""

    name: str
    path: str
    words: str = ""

    def form(self) -> dict[str, Any]:
        """What UptimeRobot is told."""
        facts: dict[str, Any] = {"friendly_name": self.name, "url": _url(self.path), "interval": EVERY}
        if self.words:
            facts |= {"type": KEYWORD, "keyword_type": NOT_EXISTS, "keyword_value": self.words}
        else:
            facts["type"] = HTTP
        if settings.UPTIMEROBOT_CONTACTS:
            facts["alert_contacts"] = "-".join(f"{contact}_0_0" for contact in settings.UPTIMEROBOT_CONTACTS)
        return facts


@dataclass(frozen=True, slots=True)
class Compared:
    """A wanted monitor beside the one there is."""

    wanted: Wanted
    there: dict[str, Any] | None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.wanted.name

    @property
    def said(self) -> str:
        """Its state in a word."""
        return STATES.get(int(self.there["status"]), "unknown") if self.there else "missing"

    @property
    def is_missing(self) -> bool:
        """Whether there is none, or one that looks elsewhere."""
        return self.there is None or self.there["url"].rstrip("/") != _url(self.wanted.path).rstrip("/")

    @property
    def is_down(self) -> bool:
        """Whether it is paused or sees the shop down."""
        return self.there is not None and int(self.there["status"]) not in (UP, NOT_CHECKED)

    @property
    def is_mute(self) -> bool:
        """Whether it tells nobody."""
        return self.there is not None and not self.there.get("alert_contacts")


def wanted() -> list[Wanted]:
    """The front, the API and the status page of this shop."""
    host = urlsplit(settings.SITE_URL).netloc
    return [
        Wanted(f"{host} front", "/"),
        Wanted(f"{host} API", "/api/health", words='"status": "ok"'),
        Wanted(f"{host} status page", "/status/"),
    ]


def compare(there: list[dict[str, Any]]) -> list[Compared]:
    """Each wanted monitor with the one of its name."""
    named = {one["friendly_name"]: one for one in there}
    return [Compared(one, named.get(one.name)) for one in wanted()]


def bring_up_to_date() -> list[str]:
    """Add what is missing and mend what is different; a line for each. Safe to run twice."""
    said = []
    for one in compare(api.monitors()):
        form = one.wanted.form()
        if one.there is None:
            said.append(f"{one.name}: added as {api.add(**form)}")
        elif one.is_missing or one.is_mute or int(one.there["status"]) == PAUSED:
            api.change(monitor_id=int(one.there["id"]), status=1, **{k: v for k, v in form.items() if k != "type"})
            said.append(f"{one.name}: changed")
        else:
            said.append(f"{one.name}: as it should be")
    return said


def _url(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path

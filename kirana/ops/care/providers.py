"""How those the shop depends on are, by their own status pages (statuspage.io's JSON), and whom to call."""

from dataclasses import dataclass

from django.conf import settings

from kirana.ops.care import fetch
from kirana.ops.care.fetch import Unreachable

FINE = {"none", "operational"}
CONTACTS = ("technical", "hosting", "database", "payments")


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider says of itself; `indicator` is nothing when its page did not answer."""

    name: str
    indicator: str
    said: str

    @property
    def is_fine(self) -> bool:
        """Whether it says that all is well."""
        return self.indicator in FINE


def look(entries: list[str]) -> list[Provider]:
    """Ask each: `Name=https://…/api/v2/status.json`."""
    pairs = (entry.split("=", 1) for entry in entries if "=" in entry)
    return [_ask(name.strip(), url.strip()) for name, url in pairs]


def _ask(name: str, url: str) -> Provider:
    try:
        status = fetch.json(url)["status"]
        return Provider(name, str(status["indicator"]), str(status["description"]))
    except (Unreachable, KeyError, TypeError) as error:
        return Provider(name, "", str(error))


def contacts() -> dict[str, str]:
    """Whom to call, by what for; nothing where nobody is named."""
    named = dict(entry.split("=", 1) for entry in settings.SUPPORT_CONTACTS if "=" in entry)
    return {name: named.get(name, "").strip() for name in CONTACTS}

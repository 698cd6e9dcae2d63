"""Which secrets there are. A setting whose name says that it is one is found by itself; domains say who keeps theirs.

secrets.register("STRIPE_SECRET_KEY", owner=_("the Stripe dashboard"))
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops.secrets.models import SecretSeen

SAYS_SECRET = re.compile(r"(SECRET|PASSWORD|TOKEN|API_KEY|PRIVATE_KEY|_DSN)")
# Names that say it and are none.
NOT_SECRET = re.compile(r"(_FILE|_DAYS|_VALIDATORS|_HASHERS|_TIMEOUT|_KEPT_IN|_HEADER|_MINUTES)$|^(CSRF|MFA|ACCOUNT)_")
MASK = "••••••"
COST = 2**12  # a few milliseconds for each try at guessing

_owners: dict[str, str | Promise] = {"SECRET_KEY": _("this machine"), "EMAIL_HOST_PASSWORD": _("the mail provider")}


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that is set: its name, who keeps it, and since when it has had its value."""

    key: str
    owner: str | Promise
    since: datetime | None

    def age(self, at: datetime) -> timedelta:
        """How long it has been the same; nothing, when it was never looked at."""
        return at - self.since if self.since else timedelta()


def register(key: str, *, owner: str | Promise) -> None:
    """Say who gives out the secret that is set under this name."""
    _owners[key] = owner


def is_secret(name: str) -> bool:
    """Whether a setting of this name is to be kept from eyes."""
    return name in _owners or bool(SAYS_SECRET.search(name) and not NOT_SECRET.search(name))


def values() -> dict[str, str]:
    """Name and value of every secret that is set. For this package only."""
    found = {name: getattr(settings, name) for name in dir(settings) if name.isupper() and is_secret(name)}
    return {name: _line(value) for name, value in sorted(found.items()) if value and isinstance(value, str | list)}


def every() -> list[Secret]:
    """Every secret that is set, by name."""
    seen = {row.key: row for row in SecretSeen.objects.order_by("pk")}
    return [_secret(name, value, seen.get(name)) for name, value in values().items()]


def look(*, at: datetime) -> list[str]:
    """Note the secrets that have a new value since the last look; their names."""
    fresh = [secret.key for secret in every() if secret.since is None]
    known = values()
    for key in fresh:
        salt = secrets.token_hex(16)
        SecretSeen.objects.create(key=key, salt=salt, fingerprint=_fingerprint(known[key], salt), first_seen_at=at)
    return fresh


def masked(text: str) -> str:
    """The text without any value of a secret."""
    for value in sorted(values().values(), key=len, reverse=True):
        text = text.replace(value, MASK)
    return text


def _secret(name: str, value: str, seen: SecretSeen | None) -> Secret:
    same = seen is not None and secrets.compare_digest(seen.fingerprint, _fingerprint(value, seen.salt))
    return Secret(name, _owners.get(name, _("whoever set it")), seen.first_seen_at if seen and same else None)


def _line(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(map(str, value))


def _fingerprint(value: str, salt: str) -> str:
    return hashlib.scrypt(value.encode(), salt=salt.encode(), n=COST, r=8, p=1).hex()[:64]

"""A new `SECRET_KEY`, with the old one still read for a while, so that nobody is signed out.

The key is a file of the shop, and so are the old ones: a line each with the day it stopped being the key. A job drops
them when the overlap is over. A key that is given by the environment cannot be rotated from here.
"""

import os
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.clock import shop_date
from kirana.core.errors import ShopError

FALLBACKS = "secret_key_fallbacks"


class KeptElsewhere(ShopError):
    code = "secret_kept_elsewhere"
    sentence = _(
        "SECRET_KEY is given by the environment. Set a new one there, and put the old one into SECRET_KEY_FALLBACKS."
    )


def rotate_secret_key(*, by: Actor, at: datetime) -> None:
    """Make a new key and keep the old one as a fallback. Processes read it when they start. Raises `KeptElsewhere`."""
    place: Path | None = settings.SECRET_KEY_KEPT_IN
    if place is None:
        raise KeptElsewhere()
    lines = [f"{shop_date(at).isoformat()} {place.read_text().strip()}", *_lines()]
    _write(_fallbacks(), lines)  # the old one first: killed in between, two keys are read and none is lost
    _write(place, [secrets.token_urlsafe(50)])
    with locks.transaction():
        audit.record(action="secret.rotate", subject="secret:SECRET_KEY", by=by, at=at)


def is_ours() -> bool:
    """Whether the key is a file of the shop, so that it can be rotated from here."""
    return settings.SECRET_KEY_KEPT_IN is not None


def drop_fallbacks(*, at: datetime) -> int:
    """Forget the old keys whose overlap is over; how many. What they signed is no longer believed after a restart."""
    last = shop_date(at) - timedelta(days=settings.SECRET_KEY_OVERLAP_DAYS)
    lines = _lines()
    kept = [line for line in lines if date.fromisoformat(line.split()[0]) >= last]
    if len(kept) != len(lines):
        _write(_fallbacks(), kept)
    return len(lines) - len(kept)


def waiting_to_be_dropped() -> int:
    """How many old keys are still read."""
    return len(_lines())


def _fallbacks() -> Path:
    return Path(settings.DATA).joinpath(FALLBACKS)


def _lines() -> list[str]:
    path = _fallbacks()
    return path.read_text().splitlines() if path.exists() else []


def _write(path: Path, lines: list[str]) -> None:
    """Whole or not at all, and for the owner's eyes only."""
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n" if lines else "")
    fresh.replace(path)

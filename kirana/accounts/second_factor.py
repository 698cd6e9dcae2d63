"""The second factor of those who work here: a code from an app on their phone, beside the password.

allauth keeps it (a secret that makes a new code every half minute, RFC 6238, and ten codes for a lost phone) and asks
for it at every sign-in of whoever has one. Whether everyone must have one is `STAFF_SECOND_FACTOR`.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings

from kirana.accounts.models import StaffMember, User
from kirana.core import audit, locks
from kirana.core.actors import Actor


def is_required() -> bool:
    """Whether nobody works here without one."""
    return bool(settings.STAFF_SECOND_FACTOR == "required")


def has_one(*, user_id: int) -> bool:
    """Whether this person is asked for a code when they sign in."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def who_has_one(*, user_ids: list[int]) -> set[int]:
    """Those of them who are asked for a code."""
    rows = Authenticator.objects.filter(user_id__in=user_ids, type=Authenticator.Type.TOTP)
    return set(rows.values_list("user_id", flat=True))


def is_missing(*, place: StaffMember) -> bool:
    """Whether this person has to set one up before anything else here opens for them."""
    return is_required() and not has_one(user_id=place.user_id)


def note(*, what: str, user: User, by: Actor, at: datetime) -> None:
    """Write into the log that someone's second factor was `set_up`, `taken_off`, or given `new_codes`."""
    with locks.transaction():
        audit.record(action=f"second_factor.{what}", subject=f"user:{user.pk}", by=by, at=at)


def take_off(*, user: User, by: Actor, at: datetime, why: str) -> None:
    """Take it off someone whose phone and codes are lost: they sign in by password and set up a new one."""
    with locks.transaction():
        Authenticator.objects.filter(user_id=user.pk).delete()
        audit.record(action="second_factor.taken_off", subject=f"user:{user.pk}", by=by, at=at, why=why)

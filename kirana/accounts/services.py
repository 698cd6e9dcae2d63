"""The verbs that change accounts."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember, User
from kirana.accounts.roles import Role
from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.stores.models import Store


def register(*, email: str, name: str, password: str) -> User:
    """An account for a shopper, its address taken as confirmed; for imports and demos. People sign up by allauth."""
    email = email.strip().lower()
    with locks.transaction():
        user = User.objects.create_user(email=email, password=password, name=name)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def employ(
    *, store: Store, email: str, name: str, role: Role, password: str | None, by: Actor, at: datetime
) -> StaffMember:
    """Give someone a place in the store, making the account if there is none; an existing place takes the new role.

    Without a password an existing one is kept; a new account without one has to be claimed by password reset.
    """
    with locks.transaction():
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create_user(email=email, password=password, name=name)
        elif password is not None:
            user.set_password(password)
        if password is not None:
            user.password_set_at = at
            user.save(update_fields=["password", "password_set_at"])
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        defaults = {"store": store, "role": role, "is_active": True}
        place, _made = StaffMember.objects.update_or_create(
            user=user, defaults=defaults, create_defaults={**defaults, "since": at}
        )
        audit.record(action="staff.employ", subject=f"user:{user.pk}", by=by, at=at, role=str(role))
    return place


def choose_password(*, user: User, password: str, at: datetime) -> None:
    """Give the account the password that its owner chose."""
    user.set_password(password)
    user.password_set_at = at
    user.save(update_fields=["password", "password_set_at"])


class OwnPlace(ShopError):
    code = "own_place"
    sentence = _("You cannot end your own place. Someone else who may has to.")


class LastOwner(ShopError):
    code = "last_owner"
    sentence = _("%(name)s is the last owner here. Give someone else the role first.")


def end_place(*, place: StaffMember, by: Actor, at: datetime, why: str) -> int:
    """End someone's place in the store and sign them out everywhere; how many sessions that ended.

    The account stays, for shopping. Twice is once. Raises `OwnPlace`, `LastOwner`.
    """
    if by.id == place.user_id:
        raise OwnPlace()
    with locks.transaction():
        places = list(locks.locked(StaffMember.objects.filter(store_id=place.store_id, is_active=True)))
        if place.pk not in {one.pk for one in places}:
            return 0
        owners = [one.pk for one in places if one.role == Role.OWNER]
        if owners == [place.pk]:
            raise LastOwner(name=str(place.user))
        StaffMember.objects.filter(pk=place.pk).update(is_active=False)
        audit.record(action="staff.end", subject=f"user:{place.user_id}", by=by, at=at, role=place.role, why=why)
        return revoke_sessions(user_ids=[place.user_id], keep="", by=by, at=at, why=why)


def revoke_sessions(*, user_ids: list[int] | None, keep: str, by: Actor, at: datetime, why: str) -> int:
    """Sign people out wherever they are signed in: these, or everyone with None; how many sessions ended.

    `keep` is the key of the session that stays: that of whoever presses the button.
    """
    sessions = [one for one in Session.objects.exclude(session_key=keep).iterator() if _is_of(one, user_ids)]
    with locks.transaction():
        Session.objects.filter(pk__in=[one.pk for one in sessions]).delete()
        subject = "sessions:all" if user_ids is None else f"sessions:{','.join(map(str, user_ids[:10]))}"
        audit.record(action="sessions.revoke", subject=subject, by=by, at=at, ended=len(sessions), why=why)
    return len(sessions)


def _is_of(session: Session, user_ids: list[int] | None) -> bool:
    if user_ids is None:
        return True
    return str(session.get_decoded().get(SESSION_KEY, "")) in set(map(str, user_ids))

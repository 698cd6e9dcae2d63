"""What the shop asks about those who work here."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kirana.accounts import second_factor
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import ALLOWED, Permission, Role
from kirana.ops.checks import Answer, Check, Figure, Verdict

IDLE = timedelta(days=60)
MOST_OWNERS = 2


def review(at: datetime) -> Answer:
    """Whether every account that may do something is still used, and few may do everything."""
    everyone = list(_places())
    idle = [one for one in everyone if is_idle(one, at)]
    owners = sum(one.role == Role.OWNER for one in everyone)
    figures = [
        Figure(_("Accounts"), str(len(everyone))),
        Figure(_("Not used for 60 days"), str(len(idle))),
        Figure(_("Owners"), str(owners)),
    ]
    rows = [(str(one.user), str(one.get_role_display()), _last(one)) for one in everyone]
    if idle:
        facts = {"names": ", ".join(str(one.user) for one in idle)}
        return Answer(Verdict.WATCH, _("Not used for 60 days: %(names)s."), facts, figures, rows)
    if owners > MOST_OWNERS:
        return Answer(Verdict.WATCH, _("%(count)s people may do everything."), {"count": owners}, figures, rows)
    return Answer(Verdict.GOOD, _("Every account is used."), figures=figures, rows=rows)


def is_idle(place: StaffMember, at: datetime) -> bool:
    """Whether nobody has signed in to this place for 60 days."""
    return at - max(place.user.last_login or place.since, place.since) > IDLE


def _last(place: StaffMember) -> str:
    return f"{place.user.last_login:%Y-%m-%d}" if place.user.last_login else "–"


def second_factors(at: datetime) -> Answer:
    """Whether those who hold the keys are asked for a code beside their password.

    In a shop of invented data the passwords stand on the sign-in page, and a second factor would guard nothing.
    """
    holders = list(_places().filter(role__in=ALLOWED[Permission.KEEP_SECRETS]))
    guarded = second_factor.who_has_one(user_ids=[one.user_id for one in holders])
    figures = [
        Figure(_("Owners and maintainers"), str(len(holders))),
        Figure(_("With a second factor"), str(len(guarded))),
        Figure(_("Required"), _("yes") if second_factor.is_required() else _("no")),
    ]
    bare = ", ".join(str(one.user) for one in holders if one.user_id not in guarded)
    if bare and settings.DEMO:
        return Answer(Verdict.NOT_CONNECTED, _("The passwords of this demo are public: there is nothing to guard."))
    if bare:
        verdict = Verdict.ACT if second_factor.is_required() else Verdict.WATCH
        return Answer(verdict, _("Without a second factor: %(names)s."), {"names": bare}, figures)
    return Answer(Verdict.GOOD, _("Everyone who holds keys has a second factor."), figures=figures)


def _places() -> QuerySet[StaffMember]:
    places = StaffMember.objects.filter(is_active=True, user__is_active=True)
    return places.select_related("user").order_by("user__name")


CHECKS = (
    Check("staff.review", _("Staff accounts"), 24 * 60, "security-care", review),
    Check("staff.second_factor", _("Second factor"), 60, "second-factor", second_factors),
)

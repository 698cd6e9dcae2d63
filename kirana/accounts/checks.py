"""What the shop asks about those who work here."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Role
from kirana.ops.checks import Answer, Check, Figure, Verdict

IDLE = timedelta(days=60)
MOST_OWNERS = 2


def review(at: datetime) -> Answer:
    """Whether every account that may do something is still used, and few may do everything."""
    places = StaffMember.objects.filter(is_active=True, user__is_active=True).select_related("user")
    everyone = list(places.order_by("user__name"))
    idle = [one for one in everyone if _is_idle(one, at)]
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


def _is_idle(place: StaffMember, at: datetime) -> bool:
    return at - max(place.user.last_login or place.since, place.since) > IDLE


def _last(place: StaffMember) -> str:
    return f"{place.user.last_login:%Y-%m-%d}" if place.user.last_login else "–"


CHECKS = (Check("staff.review", _("Staff accounts"), 24 * 60, "security-care", review),)

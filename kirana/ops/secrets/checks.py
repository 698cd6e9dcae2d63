"""What the shop asks about its secrets."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.secrets import registry

SOON = timedelta(days=14)


def age(at: datetime) -> Answer:
    """Whether every secret that is set is young enough; the rows are names, owners and days, never values."""
    most = timedelta(days=settings.SECRET_MAX_AGE_DAYS)
    found = registry.every()
    rows = [(one.key, str(one.owner), str(one.age(at).days)) for one in found]
    oldest = max((one.age(at).days for one in found), default=0)
    figures = [Figure(_("Secrets that are set"), str(len(found))), Figure(_("Oldest, in days"), str(oldest))]
    late = [one.key for one in found if one.age(at) > most]
    if late:
        facts: dict[str, str | int] = {"names": ", ".join(late), "days": most.days}
        return Answer(Verdict.ACT, _("Older than %(days)s days: %(names)s. Rotate."), facts, figures, rows)
    soon = [one.key for one in found if one.age(at) > most - SOON]
    if soon:
        names = ", ".join(soon)
        return Answer(Verdict.WATCH, _("To be rotated within two weeks: %(names)s."), {"names": names}, figures, rows)
    return Answer(Verdict.GOOD, _("No secret is older than %(days)s days."), {"days": most.days}, figures, rows)


CHECKS = (Check("secrets.age", _("Age of secrets"), 60, "secrets", age),)

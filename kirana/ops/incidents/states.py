"""What an incident may become, and what kinds of it there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class Kind(models.TextChoices):
    """What is wrong; each kind has its runbook and its steps."""

    OUTAGE = "outage", _("The shop does not answer")
    SLOW = "slow", _("The shop is slow")
    PAYMENTS = "payments", _("Payments fail")
    DATA = "data", _("Data is wrong or lost")
    BREACH = "breach", _("Security breach")
    PROVIDER = "provider", _("A provider has trouble")
    DELIVERY = "delivery", _("Deliveries are late")


class Severity(models.TextChoices):
    """How bad it is for those who shop."""

    MINOR = "minor", _("A nuisance")
    MAJOR = "major", _("Many cannot do something")
    CRITICAL = "critical", _("Nobody can shop, or data is at risk")


class IncidentState(models.TextChoices):
    """How far it has come."""

    OPEN = "open", _("Being looked into")
    IDENTIFIED = "identified", _("The cause is known")
    WATCHING = "watching", _("Mended, being watched")
    RESOLVED = "resolved", _("Over")
    REVIEWED = "reviewed", _("Reviewed")

    @classmethod
    def going_on(cls) -> list[str]:
        """States in which shoppers may still feel it."""
        return [cls.OPEN, cls.IDENTIFIED, cls.WATCHING]


S = IncidentState

INCIDENTS = StateMachine(
    subject="incident",
    states=IncidentState,
    first=S.OPEN,
    moves=(
        move("identify", [S.OPEN], S.IDENTIFIED, _("The cause is known")),
        move("watch", [S.OPEN, S.IDENTIFIED], S.WATCHING, _("It is mended: watch it")),
        move("resolve", [S.OPEN, S.IDENTIFIED, S.WATCHING], S.RESOLVED, _("It is over")),
        move("reopen", [S.WATCHING, S.RESOLVED], S.OPEN, _("It is back")),
        move("review", [S.RESOLVED], S.REVIEWED, _("Reviewed")),
    ),
)

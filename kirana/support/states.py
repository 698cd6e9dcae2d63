"""What a customer's request may become, and what it can be about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class About(models.TextChoices):
    """What is not right."""

    MISSING = "missing", _("Something was missing")
    BAD = "bad", _("Something was bad or broken")
    WRONG = "wrong", _("I got the wrong thing")
    LATE = "late", _("It came late or not at all")
    MONEY = "money", _("The bill, a payment or a refund")
    ACCOUNT = "account", _("My account or my data")
    SHOP = "shop", _("The shop's pages do not work")
    OTHER = "other", _("Something else")


class TicketState(models.TextChoices):
    """How far it has come."""

    OPEN = "open", _("Waits for the shop")
    ANSWERED = "answered", _("Answered")
    RESOLVED = "resolved", _("Settled")

    @classmethod
    def unsettled(cls) -> list[str]:
        """States in which somebody still waits for something."""
        return [cls.OPEN, cls.ANSWERED]


S = TicketState

TICKETS = StateMachine(
    subject="ticket",
    states=TicketState,
    first=S.OPEN,
    moves=(
        move("answer", [S.OPEN, S.ANSWERED], S.ANSWERED, _("Answer")),
        move("resolve", [S.OPEN, S.ANSWERED], S.RESOLVED, _("Settled")),
        # The customer writes back: what was settled is open again.
        move("write_back", [S.OPEN, S.ANSWERED, S.RESOLVED], S.OPEN, _("Write back")),
        move("reopen", [S.RESOLVED], S.OPEN, _("Open again")),
    ),
)


class PlanState(models.TextChoices):
    """How far something the shop may do has come."""

    WAITING = "waiting", _("Not decided")
    PLANNED = "planned", _("Planned")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not now")

    @classmethod
    def unfinished(cls) -> list[str]:
        """States in which there is still something to do or to decide."""
        return [cls.WAITING, cls.PLANNED, cls.DOING]


L = PlanState

PLANS = StateMachine(
    subject="plan",
    states=PlanState,
    first=L.WAITING,
    moves=(
        move("plan", [L.WAITING, L.DROPPED], L.PLANNED, _("Plan it")),
        move("start", [L.PLANNED], L.DOING, _("Begin")),
        move("finish", [L.PLANNED, L.DOING], L.DONE, _("It is done")),
        move("drop", [L.WAITING, L.PLANNED, L.DOING], L.DROPPED, _("Not now")),
    ),
)

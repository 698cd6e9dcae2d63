from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kirana.core.actors import ByField
from kirana.core.states import StateChange
from kirana.customers.models import Customer
from kirana.stores.models import Store
from kirana.support.states import About, PlanState, TicketState

ANSWER_WITHIN = timedelta(hours=48)
RESOLVE_WITHIN = timedelta(days=30)
TEXT_LENGTH = 2000


class Ticket(models.Model):
    """A customer's request: what is not right, and who waits for an answer.

    Consumer Protection (E-Commerce) Rules, 2020, rules 4(5) and 5(4): a number to follow it by, acknowledged within 48
    hours, redressed within a month.
    """

    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=32, unique=True)  # opens the request's page; known to the customer only
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="tickets")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    order_number = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=10, choices=About.choices)
    state = models.CharField(max_length=10, choices=TicketState.choices, default=TicketState.OPEN)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8)
    picture = models.CharField(max_length=120, blank=True)  # the stem of its files
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # when a person first answered or settled it
    resolved_at = models.DateTimeField(null=True)
    credit_paise = models.PositiveBigIntegerField(default=0)  # goodwill given for it

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["store", "state", "opened_at"], name="ticket_waiting"),
            models.Index(fields=["order_number"], name="ticket_of_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="ticket_state_is_known"),
            models.CheckConstraint(condition=~(Q(phone="") & Q(email="")), name="a_ticket_can_be_answered"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answer_by(self) -> datetime:
        """When the first answer is due."""
        return self.opened_at + ANSWER_WITHIN

    @property
    def resolve_by(self) -> datetime:
        """When it is to be settled."""
        return self.opened_at + RESOLVE_WITHIN

    def is_late(self, at: datetime) -> bool:
        """Whether a promise is broken: no answer in time, or no end."""
        if self.state == TicketState.RESOLVED:
            return False
        return at > (self.resolve_by if self.answered_at else self.answer_by)


class TicketStateChange(StateChange):
    subject = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="history")


class TicketMessage(models.Model):
    """Something that was written: by the customer, or by the shop to them."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(max_length=TEXT_LENGTH)
    is_from_shop = models.BooleanField()
    by = ByField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Wish(models.Model):
    """Something a shopper misses, in a few words; `topic` is what makes it the same wish as another's."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="wishes")
    text = models.CharField(max_length=200)
    topic = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["store", "at"], name="wish_of_store")]

    def __str__(self) -> str:
        return self.text


class PlanKind(models.TextChoices):
    """What kind of work it is."""

    FEATURE = "feature", _("Something new")
    DEFECT = "defect", _("A defect")
    DEBT = "debt", _("Something to tidy up")


class Reach(models.IntegerChoices):
    """How many it helps."""

    FEW = 1, _("A few")
    SOME = 2, _("Some")
    MANY = 3, _("Many")
    ALL = 4, _("Everyone")


class Effort(models.IntegerChoices):
    """How much work it is."""

    HOURS = 1, _("Hours")
    DAYS = 2, _("Days")
    WEEKS = 3, _("Weeks")
    MONTHS = 4, _("Months")


class PlanItem(models.Model):
    """Something the shop may do: because people asked for it, or because it is broken or untidy."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="plan")
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=PlanKind.choices)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.WAITING)
    topic = models.CharField(max_length=100, blank=True)  # what people asked for: `wish:jackfruit`, `ticket:late`
    asked = models.PositiveIntegerField(default=0)  # how often, when it was written down
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, null=True)
    effort = models.PositiveSmallIntegerField(choices=Effort.choices, null=True)
    written_at = models.DateTimeField()
    weighed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def priority(self) -> int | None:
        """Reach times how little work it is: 16 comes first, 1 last; None while nobody has weighed it."""
        if self.reach is None or self.effort is None:
            return None
        return self.reach * (5 - self.effort)


class PlanStateChange(StateChange):
    subject = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="history")


class FeedbackReview(models.Model):
    """A person looked at what people ask for: when, who, and how much there was."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = ByField()
    topics = models.PositiveIntegerField()
    asks = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} by {self.by}"

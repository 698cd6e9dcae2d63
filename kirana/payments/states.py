"""What a payment, a refund and a gateway's message may become."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class PaymentState(models.TextChoices):
    STARTED = "started", _("Started")  # the gateway has not answered yet
    PROMISED = "promised", _("To be paid on delivery")
    AUTHORISED = "authorised", _("Held on the card")
    CAPTURING = "capturing", _("Being taken")  # the bill is final, and the gateway is asked for the money
    CAPTURED = "captured", _("Paid")
    LETTING_GO = "letting_go", _("Being let go")  # nothing is wanted any more, and the gateway is told
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")

    @classmethod
    def dead(cls) -> list[str]:
        """States in which no money will come of the payment."""
        return [cls.FAILED, cls.CANCELLED]

    @classmethod
    def unanswered(cls) -> list[str]:
        """States in which the gateway owes us an answer."""
        return [cls.STARTED, cls.CAPTURING, cls.LETTING_GO]


S = PaymentState
NOT_TAKEN_YET = [S.STARTED, S.PROMISED, S.AUTHORISED, S.CAPTURING, S.LETTING_GO]

PAYMENTS = StateMachine(
    subject="payment",
    states=PaymentState,
    first=S.STARTED,
    moves=(
        move("promise", [S.STARTED], S.PROMISED, _("Pay on delivery")),
        move("authorise", [S.STARTED], S.AUTHORISED, _("Hold")),
        move("begin_capture", [S.AUTHORISED], S.CAPTURING, _("Ask for the money")),
        move("capture", NOT_TAKEN_YET, S.CAPTURED, _("Take the money")),
        move("reprice", [S.PROMISED], S.PROMISED, _("Follow the bill")),
        move("let_go", [S.STARTED, S.AUTHORISED, S.CAPTURING], S.LETTING_GO, _("Let go")),
        move("fail", [S.STARTED, S.AUTHORISED, S.CAPTURING], S.FAILED, _("Fail")),
        move("cancel", [S.STARTED, S.PROMISED, S.AUTHORISED, S.LETTING_GO], S.CANCELLED, _("Cancel")),
        # What the gateway says after we had given it up: money that is there is never denied.
        move("arrive", [S.FAILED, S.CANCELLED], S.CAPTURED, _("Arrive late")),
        move("hold_late", [S.FAILED], S.AUTHORISED, _("Hold late")),
    ),
)


class RefundState(models.TextChoices):
    BEGUN = "begun", _("Written down")  # nobody has been asked yet
    ASKED = "asked", _("Asked for")  # the gateway was asked; its answer may be lost
    PENDING = "pending", _("On its way")
    DONE = "done", _("Given back")
    FAILED = "failed", _("Did not arrive")

    @classmethod
    def unanswered(cls) -> list[str]:
        """States in which the gateway owes us an answer."""
        return [cls.BEGUN, cls.ASKED, cls.PENDING]


R = RefundState

REFUNDS = StateMachine(
    subject="refund",
    states=RefundState,
    first=R.BEGUN,
    moves=(
        move("ask", [R.BEGUN, R.ASKED], R.ASKED, _("Ask the gateway")),
        move("wait", [R.BEGUN, R.ASKED], R.PENDING, _("On its way")),
        move("finish", [R.BEGUN, R.ASKED, R.PENDING], R.DONE, _("Given back")),
        # A bank may send money back after it had taken it.
        move("fail", [R.BEGUN, R.ASKED, R.PENDING, R.DONE], R.FAILED, _("Did not arrive")),
        move("retry", [R.FAILED], R.BEGUN, _("Ask again")),
        move("give_by_hand", [R.FAILED], R.DONE, _("Given by hand")),
    ),
)


class EventState(models.TextChoices):
    RECEIVED = "received", _("Received")
    DONE = "done", _("Done")
    PASSED_OVER = "passed_over", _("Nothing to do")  # of a kind that says nothing of money we know of
    NOBODYS = "nobodys", _("Nobody's")  # about a payment or a refund that is not ours
    FAILED = "failed", _("Broke")


V = EventState

EVENTS = StateMachine(
    subject="webhook",
    states=EventState,
    first=V.RECEIVED,
    moves=(
        move("finish", [V.RECEIVED], V.DONE, _("Done")),
        move("pass_over", [V.RECEIVED], V.PASSED_OVER, _("Nothing to do")),
        move("keep", [V.RECEIVED], V.NOBODYS, _("Nobody's")),
        move("fail", [V.RECEIVED], V.FAILED, _("Broke")),
        move("replay", [V.DONE, V.PASSED_OVER, V.NOBODYS, V.FAILED], V.RECEIVED, _("Read again")),
    ),
)

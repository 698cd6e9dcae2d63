"""The demo's customers ask for help: one was answered and settled with goodwill, one waits, one wrote back."""

from datetime import datetime, timedelta

from kirana.accounts import selectors as accounts
from kirana.accounts.roles import Role
from kirana.core.actors import Actor
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.stores.models import Store
from kirana.support import services as support
from kirana.support.models import Ticket

ASKED = (
    ("bad", "Two tomatoes were soft. The rest was good.", 9),
    ("late", "The morning milk came at ten; the children had left for school by then.", 5),
    ("missing", "The bill says two packets of salt, there was one in the bag.", 0),
)


def ask(*, store: Store, at: datetime) -> None:
    """Three requests about three orders of the last days."""
    owner = next(one for one in accounts.staff(store_id=store.pk) if one.role == Role.OWNER).as_actor()
    delivered = Order.objects.filter(store=store, state=OrderState.DELIVERED).order_by("-pk")
    for number, (order, (about, text, ago)) in enumerate(zip(delivered[4:7], ASKED, strict=False)):
        asked_at = at - timedelta(days=ago, hours=5)
        ticket = _open(store, order, about, text, asked_at)
        if ago:
            words = "We are sorry. It is on us; tomorrow's basket has it for free."
            support.answer(ticket=ticket, text=words, by=owner, at=asked_at + timedelta(hours=3))
        if number == 0:
            support.resolve(ticket=ticket, text="Settled, thank you.", by=owner, at=asked_at + timedelta(days=1))


def _open(store: Store, order: Order, about: str, text: str, at: datetime) -> Ticket:
    request = support.Request(
        about=about,
        text=text,
        name=order.name,
        phone=order.phone,
        email=order.email,
        language=order.language,
        order_number=order.number,
        customer_id=order.customer_id,
    )
    by = Actor.parse(str(order.history.order_by("pk")[0].by))
    return support.open_ticket(store=store, request=request, key=f"demo-{order.number}", picture="", by=by, at=at)

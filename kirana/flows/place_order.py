"""Placing an order: the story that may never sell a thing twice, charge twice, or charge more than was shown.

    prepare    one transaction: the key is claimed, the cart priced again, stock, slot and order written
    pay        no transaction: the gateway is asked
    finalise   one transaction: what it said is written, and the order is placed or given up

Pressing the button twice, a retry after a lost connection, and a server killed at any point all lead to one order:
the key finds the order it made, and the story goes on from where it was.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.cart import selectors as carts
from kirana.cart.models import Cart
from kirana.checkout.quote import Quote, QuoteLine, quote
from kirana.core import idempotency, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.core.money import format_rupees
from kirana.delivery import selectors as areas
from kirana.delivery import services as delivery
from kirana.flows.begin_payments import begin_payments
from kirana.flows.settle_payment import place_paid, settle
from kirana.inventory import services as inventory
from kirana.ops import switches
from kirana.ops.switches import Switch
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments import services as payments
from kirana.stores.models import Store


class CartIsEmpty(ShopError):
    code = "cart_is_empty"
    sentence = _("Your basket is empty.")


class ShopIsClosed(ShopError):
    code = "shop_is_closed"
    sentence = _("The shop is not taking orders just now. Your basket will wait for you.")


class OrderingIsPaused(ShopError):
    code = "ordering_is_paused"
    status = 503
    sentence = _("We are not taking orders for a little while. Your basket will wait for you.")


class PaymentIsPaused(ShopError):
    code = "payment_is_paused"
    status = 503
    sentence = _("This way to pay is not working just now. Please choose another.")


class BelowMinimumOrder(ShopError):
    code = "below_minimum_order"
    sentence = _("The smallest order is %(minimum)s. Add %(missing)s more.")


class CartChanged(ShopError):
    """Something in the cart cannot be had as it was put in; `quote` says what."""

    code = "cart_changed"
    sentence = _("Some things in your basket have changed. Please look before you order.")

    def __init__(self, *, quote: Quote) -> None:
        super().__init__()
        self.quote = quote


class TotalChanged(ShopError):
    """The total is not the one the shopper saw; `quote` has the new one."""

    code = "total_changed"
    sentence = _("The total was %(shown)s and is now %(total)s. Please look before you order.")

    def __init__(self, *, quote: Quote, shown_paise: int) -> None:
        super().__init__(shown=format_rupees(shown_paise), total=format_rupees(quote.bill.total_paise))
        self.quote = quote


@dataclass(frozen=True, slots=True)
class Wish:
    """What the shopper filled in, and the total they saw when they pressed the button."""

    name: str
    phone: str
    email: str
    address_line: str
    landmark: str
    pincode: str
    note: str
    slot_id: int
    payment_method: str
    language: str
    shown_total_paise: int
    account_of: int | None = None  # the customer who is signed in, whose khata or store credit may be charged
    use_credit: bool = False  # store credit pays as much as it can, the method the rest
    keep_way: bool = False  # they asked that the gateway keep how they pay


def place_order(*, key: str, cart: Cart, store: Store, wish: Wish, by: Actor, at: datetime) -> Order:
    """Make an order of the cart; the same key again returns the same order.

    Raises `OrderingIsPaused`, `PaymentIsPaused`, `CartIsEmpty`, `ShopIsClosed`, `BelowMinimumOrder`, `CartChanged`,
    `TotalChanged`, `PincodeNotServed`, `SlotFull`, `SlotClosed`: nothing was written then. Raises `PaymentDeclined`
    when the gateway says no: stock and slot are given back. Raises `GatewayError` when it cannot be reached:
    pressing again goes on with the same order.
    """
    order = _prepare(key, cart, store, wish, by, at)
    if order.state != OrderState.PENDING:
        return order
    for payment in payment_rows.unanswered(reference=order.number):
        answer = payments.ask_gateway(payment=payment)
        order = settle(payment=payment, answer=answer, cart_id=cart.pk, by=by, at=at) or order
    return order


def _prepare(key: str, cart: Cart, store: Store, wish: Wish, by: Actor, at: datetime) -> Order:
    token = orders.new_token()
    with locks.transaction():
        holder = idempotency.claim(scope="place_order", key=key, result=token, at=at)
        if holder != token:
            return order_rows.by_token(token=holder)
        offer = _agreed_quote(cart, store, wish)
        draft = _draft(offer, cart, store, wish, at)
        order = orders.begin(draft=draft, token=token, by=by, at=at)
        is_asked = begin_payments(
            order=order,
            account_of=wish.account_of,
            use_credit=wish.use_credit,
            keep_way=wish.keep_way,
            by=by,
            at=at,
        )
        wanted = {line.item.listing_id: line.item.quantity for line in offer.lines}
        try:
            inventory.reserve(wanted=wanted, reference=order.number, at=at)
        except inventory.OutOfStock as sold:  # between our look and our lock
            raise CartChanged(quote=_quote_now(cart, store)) from sold
        delivery.book(store_id=store.pk, slot_id=wish.slot_id, at=at)
        if not is_asked:  # an account with the shop has paid for all of it
            place_paid(order=order, cart_id=cart.pk, by=by, at=at)
    return order


def _agreed_quote(cart: Cart, store: Store, wish: Wish) -> Quote:
    """The quote, when it is what the shopper agreed to; otherwise the reason why not is raised."""
    _ask_switches(wish)
    offer = _quote_now(cart, store)
    if offer.is_empty:
        raise CartIsEmpty()
    if not store.is_taking_orders:
        raise ShopIsClosed()
    if offer.obstacles:
        raise CartChanged(quote=offer)
    if offer.bill.total_paise != wish.shown_total_paise:
        raise TotalChanged(quote=offer, shown_paise=wish.shown_total_paise)
    if offer.bill.to_minimum_paise:
        raise BelowMinimumOrder(
            minimum=format_rupees(store.minimum_order_paise), missing=format_rupees(offer.bill.to_minimum_paise)
        )
    return offer


def _ask_switches(wish: Wish) -> None:
    if switches.is_on(Switch.PAUSE_ORDERING):
        raise OrderingIsPaused()
    if switches.is_on(Switch.PAUSE_PAYMENT, wish.payment_method):
        raise PaymentIsPaused()


def _quote_now(cart: Cart, store: Store) -> Quote:
    return quote(items=carts.contents(cart_id=cart.pk), store=store)


def _draft(offer: Quote, cart: Cart, store: Store, wish: Wish, at: datetime) -> orders.OrderDraft:
    area = areas.area(store_id=store.pk, pincode=wish.pincode)
    if area is None:
        raise delivery.PincodeNotServed(pincode=wish.pincode)
    slot = areas.slot(store_id=store.pk, slot_id=wish.slot_id)
    if slot is None or slot.closes_at <= at:
        raise delivery.SlotClosed()
    bill = offer.bill
    return orders.OrderDraft(
        store_id=store.pk,
        customer_id=cart.customer_id,
        name=wish.name,
        phone=wish.phone,
        email=wish.email,
        address_line=wish.address_line,
        landmark=wish.landmark,
        pincode=wish.pincode,
        place=area.place,
        note=wish.note,
        language=wish.language,
        slot_id=slot.pk,
        slot_starts_at=slot.starts_at,
        slot_ends_at=slot.ends_at,
        payment_method=wish.payment_method,
        goods_paise=bill.goods_paise,
        delivery_fee_paise=bill.delivery_fee_paise,
        discount_paise=bill.discount_paise,
        total_paise=bill.total_paise,
        cap_paise=bill.cap_paise,
        lines=[_line_draft(line) for line in offer.lines],
    )


def _line_draft(line: QuoteLine) -> orders.LineDraft:
    item = line.item
    return orders.LineDraft(
        listing_id=item.listing_id,
        code=item.code,
        name=item.name,
        names=item.names,
        brand=item.brand,
        pack_label=item.pack_label,
        picture=item.picture,
        hsn=item.hsn,
        aisle=item.aisle,
        is_loose=item.is_loose,
        unit=item.unit,
        quantity=item.quantity,
        most_quantity=line.price.most_quantity,
        price_paise=item.price_paise,
        mrp_paise=item.mrp_paise,
        total_paise=line.price.total_paise,
        cap_paise=line.price.cap_paise,
        note=item.note,
        if_missing=item.if_missing,
    )

"""What the people of a healthy shop do in an hour of the day, by the verbs that their screens call.

Shoppers order and pay, Chitra accepts, Pooja picks, weighs and packs, Dev rides and hands in his cash, Chitra closes the
day; Esha reads the daily round and answers what it asks. Hours are those of the shop's own clock.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from kirana.core import clock
from kirana.core.actors import GUEST, Actor

# When they are ordered, what of, and how they are paid.
ORDERS: dict[int, tuple[str, dict[str, int]]] = {
    9: ("cash_on_delivery", {"milk": 2, "onions": 2000}),
    11: ("upi_on_delivery", {"atta": 1, "eggs": 1}),
    13: ("stripe", {"small_atta": 2, "almonds": 200, "milk": 1}),
}
ON_THE_HOME_PAGE = (("atta", "milk"), ("eggs", "onions"))  # by the weeks
MONDAY, WEDNESDAY = 0, 2
VISA = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2031, "cvc": "123"}
Answers = list[str]


def live(*, hour: int) -> Answers:
    """What is done at this hour; what was asked of a person in it, with the answer."""
    at, asked = clock.now(), []
    on = clock.shop_date(at)
    if hour == 7:
        asked = _morning(at, on)
    if hour == 8 and on.weekday() == MONDAY:
        _fill_up(at)
    if hour == 10 and on.weekday() == WEDNESDAY:
        _settle(at, on)
    if hour in ORDERS:
        _order(*ORDERS[hour], at=at, key=f"month-{on}-{hour}")
    _serve(hour, at, on)
    if hour == 21:
        _evening(at, on)
    return asked


def _staff() -> dict[str, Any]:
    from kirana.accounts.models import StaffMember

    return {one.user.name.split()[0].lower(): one for one in StaffMember.objects.select_related("user")}


def _actor(name: str) -> Actor:
    actor: Actor = _staff()[name].as_actor()
    return actor


# --- shoppers -----------------------------------------------------------------------------------------


def _order(method: str, goods: dict[str, int], *, at: datetime, key: str) -> None:
    from kirana.flows.ask_gateways import follow_up
    from kirana.flows.place_order import place_order
    from tests.drills.inside import a_wish

    cart, wish, store = a_wish(goods=goods)
    order = place_order(key=key, cart=cart, store=store, wish=replace(wish, payment_method=method), by=GUEST, at=at)
    if method == "stripe":
        _pay_by_card(order.number)
        follow_up(reference=order.number, at=clock.now())  # as the page asks that the shopper comes back to


def _pay_by_card(reference: str) -> None:
    """What Stripe's element does in the shopper's browser."""
    from kirana.payments import selectors as payments

    payment = payments.live(reference=reference)
    assert payment is not None
    api = _element()
    method = api.payment_methods.create({"type": "card", "card": VISA})
    api.payment_intents.update(payment.gateway_reference, {"payment_method": method.id})
    api.payment_intents.confirm(payment.gateway_reference)


@cache
def _element() -> Any:
    from django.conf import settings
    from stripe import StripeClient

    return StripeClient("sk_test_element", base_addresses={"api": settings.STRIPE_API_BASE}).v1


# --- the shop -----------------------------------------------------------------------------------------


def _serve(hour: int, at: datetime, on: date) -> None:
    """Orders are accepted in the hour; those of this evening are picked from three, ride at five, arrive at six."""
    from kirana.flows.fulfil_order import accept_order, hand_over_order, pack_order
    from kirana.orders import services as orders
    from kirana.orders.models import Order
    from kirana.orders.states import OrderState

    def in_state(state: OrderState) -> list[Any]:
        return list(Order.objects.filter(state=state, slot_starts_at__lt=at + timedelta(hours=3)).order_by("pk"))

    pooja = _actor("pooja")
    for order in Order.objects.filter(state=OrderState.PLACED):
        accept_order(order=order, by=_actor("chitra"), at=at)
    if hour == 18:
        for order in in_state(OrderState.OUT):
            _deliver(order, at)
    if hour == 17:
        for order in in_state(OrderState.PACKED):
            hand_over_order(order=order, rider=_staff()["dev"].user, by=pooja, at=at)
    if hour in (15, 16):
        for order in in_state(OrderState.ACCEPTED):
            orders.start_picking(order=order, by=pooja, at=at)
            _pick(order)
            pack_order(order=Order.objects.get(pk=order.pk), by=pooja, at=at)


def _pick(order: Any) -> None:
    """What is loose weighs a little less or more than was asked for."""
    from kirana.orders import selectors as order_rows
    from kirana.orders import services as orders

    for line in order_rows.lines(order_id=order.pk):
        off = (order.pk % 7 - 3) * line.quantity // 100 if line.is_loose else 0
        orders.pick(order=order, line_id=line.pk, quantity=line.quantity + off)


def _deliver(order: Any, at: datetime) -> None:
    from kirana.flows.fulfil_order import deliver_order
    from kirana.payments import selectors as payments

    due = payments.due_at_the_door_paise(reference=order.number)
    utr = f"{at:%y%m%d}{order.pk:06d}" if order.payment_method == "upi_on_delivery" else ""
    deliver_order(order=order, taken_paise=due, utr=utr, by=_actor("dev"), at=at)


def _fill_up(at: datetime) -> None:
    """The week's delivery: every shelf is as full as on the first day. Something new stands on the home page."""
    from kirana.catalog.models import Listing
    from kirana.content import services as content
    from kirana.inventory import services as inventory
    from kirana.inventory.models import StockItem
    from kirana.stores import selectors as stores
    from tests.cast import GOODS

    by, full = _actor("chitra"), {good.key: good.stock for good in GOODS}
    for item in StockItem.objects.select_related("listing__product"):
        missing = full[item.listing.product.code] - item.on_hand
        if missing > 0:
            inventory.receive(listing_id=item.listing_id, quantity=missing, by=by, at=at, why="Weekly delivery")
    chosen = ON_THE_HOME_PAGE[at.isocalendar().week % len(ON_THE_HOME_PAGE)]
    places = [content.Place(Listing.objects.get(product__code=code).pk) for code in chosen]
    content.feature(store=stores.current(), places=places, by=by, at=at)


def _evening(at: datetime, on: date) -> None:
    """Dev counts out what he took, the till is counted, the day is closed."""
    from kirana.flows.close_day import close_day
    from kirana.payments.ledgers import cash, selectors
    from kirana.payments.ledgers.models import CountedAt
    from kirana.stores import selectors as stores

    store_id, key, by = stores.current().pk, f"month-{on}", _actor("chitra")
    for box in selectors.cash_boxes(store_id=store_id):
        if box.holder_id is not None and box.balance_paise:
            holder: dict[str, Any] = {"holder_id": box.holder_id, "counted_paise": box.balance_paise, "why": ""}
            cash.hand_in(store_id=store_id, key=f"{key}-{box.holder_id}", by=by, at=at, **holder)
    there = selectors.cash_with(store_id=store_id, holder_id=None)
    till: dict[str, Any] = {"counted_paise": there, "moment": CountedAt.CLOSING, "key": f"{key}-till", "why": ""}
    cash.count_till(store_id=store_id, by=by, at=at, **till)
    close_day(store_id=store_id, on=on, by=by, at=at, note="")


def _settle(at: datetime, on: date) -> None:
    """Stripe's file of the week: what it took and has not paid out yet, two per cent less."""
    from kirana.payments.ledgers.models import SettlementLine
    from kirana.payments.ledgers.settlements import services as settlements
    from kirana.payments.models import Payment
    from kirana.payments.states import PaymentState
    from kirana.stores import selectors as stores
    from tests.payments.ledgers.settlements import reports

    paid_out = SettlementLine.objects.exclude(payment=None).values("payment")
    taken = Payment.objects.filter(gateway="stripe", state=PaymentState.CAPTURED).exclude(pk__in=paid_out)
    rows = []
    for one in taken.order_by("pk"):
        gross, fee = one.captured_paise, one.captured_paise // 50
        figures = {"gross": _rupees(gross), "fee": _rupees(fee), "net": _rupees(gross - fee)}
        rows.append(reports.a_charge(f"txn_{one.pk}", one.gateway_reference, **figures))
    if rows:
        by, file = _actor("chitra"), reports.stripe(*rows, name=f"payouts-{on}.csv")
        batch = settlements.read_file(store_id=stores.current().pk, file=file, name=file.name, by=by, at=at)
        settlements.apply_file(file_id=batch.pk, by=by, at=at)


def _rupees(paise: int) -> str:
    return f"{paise // 100}.{paise % 100:02d}"


# --- the maintainer -----------------------------------------------------------------------------------


def _morning(at: datetime, on: date) -> Answers:
    """Everybody signs in; Esha and Chitra answer what they are asked, and do what the answer says."""
    from kirana.ops.guide import answers, standing
    from kirana.ops.guide.tasks import Question
    from tests.drills.inside import sign_in

    for member in _staff().values():
        sign_in(email=member.user.email)
    esha, seen, asked = _actor("esha"), standing.look(at=at), []
    for one in seen.due_questions:
        question: Question = one.question
        good = next(choice for choice in question.choices if choice.verdict == "good")
        answers.answer(question=question, code=good.code, note="", by=esha, at=at)
        asked.append(f"{question.key}: {good.code}")
    for check in seen.shop.for_a_person:
        if check.verdict == "ask":
            done = DO[check.check.key](at, on) if check.check.key in DO else "left for later"
            asked.append(f"{check.check.key}: {done}")
    return asked


def _take_a_backup_home(at: datetime, _on: date) -> str:
    from kirana.ops.backups import downloads, selectors

    newest = selectors.newest_kept()
    assert newest is not None
    taken, home = downloads.start(name=newest.name, by=_actor("esha"), at=at), BytesIO()
    home.writelines(taken.blocks)
    assert home.tell() == taken.size_bytes
    return "taken home"


def _decide_about_seasons(at: datetime, on: date) -> str:
    from kirana.content import selectors
    from kirana.content import services as content
    from kirana.stores import selectors as stores

    store, let_pass = stores.current(), []
    for one in selectors.seasons_ahead(store_id=store.pk, on=on, days=21):
        if one.campaign is None:
            content.skip_season(store=store, season=one.season, by=_actor("chitra"), at=at)
            let_pass.append(one.season.key)
    return f"let pass: {', '.join(let_pass)}"


def _look_at_wishes(at: datetime, _on: date) -> str:
    from kirana.stores import selectors as stores
    from kirana.support import planning

    planning.review(store=stores.current(), by=_actor("chitra"), at=at)
    return "looked at"


def _choose(at: datetime, _on: date) -> str:
    _fill_up(at)
    return "chosen"


DO = {
    "backup.downloaded": _take_a_backup_home,
    "content.seasonal": _decide_about_seasons,
    "content.featured": _choose,
    "feedback.review": _look_at_wishes,
}

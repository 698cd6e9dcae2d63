"""A month of the demo shop: people order, the shop picks and weighs, Dev rides, some things go wrong.

The dice are loaded always the same way, so that every demo shop has had the same month.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from kirana.accounts import selectors as accounts
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Role
from kirana.cart import selectors as cart_rows
from kirana.cart import services as carts
from kirana.cart.models import Cart
from kirana.catalog.models import Listing
from kirana.catalog.services import listings
from kirana.checkout.quote import quote
from kirana.core.actors import GUEST, Actor
from kirana.core.errors import ShopError
from kirana.customers import selectors as customers
from kirana.customers.models import Customer
from kirana.delivery import selectors as slots
from kirana.delivery import services as delivery
from kirana.demo import khatas
from kirana.demo.accounts import ACCOUNTS
from kirana.demo.shop import AREAS, Progress
from kirana.flows.cancel_order import cancel_order
from kirana.flows.fulfil_order import accept_order, deliver_order, hand_over_order, pack_order
from kirana.flows.place_order import Wish, place_order
from kirana.inventory import services as inventory
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order
from kirana.payments import selectors as payments
from kirana.stores.models import Store

DAYS = 30
NEIGHBOURS = (
    ("Asha Iyer", "+919845011001", "Flat 3B, Palm Grove, 12th Main", "560038"),
    ("Bilal Khan", "+919845011002", "27, CMH Road, above the tailor", "560038"),
    ("Lata Shetty", "+919845011003", "8, 6th Cross, Ulsoor", "560008"),
    ("Joseph D'Souza", "+919845011004", "14/2, Double Road", "560038"),
    ("Farah Ali", "+919845011005", "House 41, 9th A Main", "560075"),
    ("Gurpreet Singh", "+919845011006", "501, Domlur Heights", "560071"),
    ("Kamala Devi", "+919845011007", "Ground floor, 3rd Cross", "560038"),
    ("Nikhil Joshi", "+919845011008", "A-12, Lake View, Ulsoor", "560008"),
    ("Saraswathi M", "+919845011009", "22, Temple Street, Thippasandra", "560075"),
    ("Tenzin Dolma", "+919845011010", "Top floor, 2nd Stage", "560071"),
)
NOTES = ("", "", "", "", "Please ring twice", "Leave with the guard", "The gate sticks, push hard")
# How today's orders stand, the newest last: one of every state is always on the board.
TODAY = ("deliver", "deliver", "hand_over", "hand_over", "pack", "pick", "start", "accept", "accept", "place", "place")
STAGES = ("place", "accept", "start", "pick", "pack", "hand_over", "deliver")


@dataclass(frozen=True, slots=True)
class Month:
    """Everyone and everything that a day of the demo needs."""

    store: Store
    owner: Actor
    picker: Actor
    rider: StaffMember
    shelf: list[Listing]
    weights: list[int]
    neighbours: dict[str, Customer]
    dice: random.Random


def live_a_month(*, store: Store, until: datetime, say: Progress) -> int:
    """Thirty days of orders that end at `until`; returns how many were placed."""
    month = _gather(store)
    placed = 0
    began = until - timedelta(days=DAYS)
    known = list(month.neighbours.values())
    accounts_ = khatas.open_khatas(store=store, customers=known, by=month.owner, at=began)
    for ago in range(DAYS, 0, -1):
        opening = until - timedelta(days=ago)
        delivery.cut_slots(store=store, at=opening)
        for number in range(month.dice.randint(3, 5)):
            at = opening + timedelta(minutes=40 * number + month.dice.randint(0, 30))
            placed += _live(month, at, stage="deliver", fails=month.dice.random() < 0.06)
        evening = opening + timedelta(hours=6)
        if ago > 1:  # yesterday's books are left for whoever looks at the demo
            khatas.an_evening(store=store, accounts=accounts_, dice=month.dice, by=month.owner, at=evening)
        if ago % 10 == 0:
            say(f"{DAYS - ago} days")
    for number, stage in enumerate(TODAY):
        placed += _live(month, until - timedelta(minutes=11 * (len(TODAY) - number)), stage=stage, fails=False)
    _count_shelves(month, until)
    listings.set_popularity(sold=order_rows.sold_counts(store_id=store.pk))
    return placed


def _gather(store: Store) -> Month:
    dice = random.Random(38)
    by_role = {place.role: place for place in accounts.staff(store_id=store.pk)}
    shelf = list(Listing.objects.filter(store=store).select_related("product").order_by("pk"))
    users = {account.name: account.email for account in ACCOUNTS if account.role is None}
    return Month(
        store=store,
        owner=by_role[Role.OWNER].as_actor(),
        picker=by_role[Role.PICKER].as_actor(),
        rider=by_role[Role.RIDER],
        shelf=shelf,
        weights=[dice.choice((1, 1, 2, 3, 5, 8)) * (3 if listing.is_featured else 1) for listing in shelf],
        neighbours={name: customers.of_email(email=email) for name, email in users.items()},
        dice=dice,
    )


def _live(month: Month, at: datetime, *, stage: str, fails: bool) -> bool:
    """One order, taken as far as `stage`; False when the shop could not take it."""
    order = _order(month, at)
    if order is None:
        return False
    if fails:
        why = month.dice.choice(("Ordered twice by mistake", "Nobody is at home today", "Found it cheaper"))
        cancel_order(order=order, by=GUEST, at=at + timedelta(minutes=6), why=why)
        return True
    for step, name in enumerate(STAGES[1 : STAGES.index(stage) + 1], start=1):
        _advance(month, order, name, at + timedelta(minutes=9 * step) if stage == "deliver" else at)
    return True


def _order(month: Month, at: datetime) -> Order | None:
    dice = month.dice
    name, phone, line, pincode = dice.choice(NEIGHBOURS)
    cart = _cart(month, month.neighbours.get(name), at)
    offer = quote(items=cart_rows.contents(cart_id=cart.pk), store=month.store)
    open_ = [slot for slot in slots.open_slots(store_id=month.store.pk, at=at) if slot.room]
    if not open_ or offer.is_empty or offer.obstacles or offer.bill.to_minimum_paise:
        return None
    wish = Wish(
        name=name,
        phone=phone,
        email="",
        address_line=line,
        landmark="",
        pincode=pincode if pincode in AREAS else "560038",
        note=dice.choice(NOTES),
        slot_id=dice.choice(open_[:3]).pk,
        payment_method=dice.choice(("cash_on_delivery", "upi_on_delivery")),
        language=dice.choice(("en", "en", "hi")),
        shown_total_paise=offer.bill.total_paise,
    )
    customer = month.neighbours.get(name)
    by = customer.user.as_customer() if customer and customer.user else GUEST
    return place_order(key=secrets.token_urlsafe(24), cart=cart, store=month.store, wish=wish, by=by, at=at)


def _cart(month: Month, customer: Customer | None, at: datetime) -> Cart:
    dice = month.dice
    cart = carts.open_cart(store_id=month.store.pk, at=at)
    if customer is not None:
        cart = carts.give_to(cart=cart, customer=customer, store_id=month.store.pk, at=at)
        carts.empty(cart_id=cart.pk)
    for listing in dict.fromkeys(dice.choices(month.shelf, month.weights, k=dice.randint(4, 11))):
        times = dice.choice((1, 1, 1, 2)) if listing.step == 1 else dice.choice((1, 2, 4))
        carts.add(cart=cart, listing_id=listing.pk, quantity=listing.step * times, at=at)
    return cart


def _advance(month: Month, order: Order, stage: str, at: datetime) -> None:
    now = order_rows.of_store(store_id=month.store.pk, number=order.number)
    match stage:
        case "accept":
            accept_order(order=now, by=month.owner, at=at)
        case "start":
            orders.start_picking(order=now, by=month.picker, at=at)
        case "pick":
            _pick(month, now)
        case "pack":
            pack_order(order=now, by=month.picker, at=at)
        case "hand_over":
            hand_over_order(order=now, rider=month.rider.user, by=month.picker, at=at)
        case "deliver":
            by_upi = now.payment_method == "upi_on_delivery"
            utr = f"{month.dice.randrange(10**11, 10**12)}" if by_upi else ""
            payment = payments.live(reference=now.number)
            due = payment.amount_paise if payment else now.total_paise
            deliver_order(order=now, taken_paise=due, utr=utr, by=month.rider.as_actor(), at=at)


def _pick(month: Month, order: Order) -> None:
    """What the shelf and the scale gave: a loose kilo is rarely a kilo, and now and then a pack is missing."""
    for line in order_rows.lines(order_id=order.pk):
        if line.is_loose:
            weighed = line.quantity + month.dice.randint(-line.quantity // 20, line.quantity // 15)
            orders.pick(order=order, line_id=line.pk, quantity=min(weighed, line.most_quantity))
        elif month.dice.random() < 0.02 and line.position > 1:
            orders.pick(order=order, line_id=line.pk, quantity=0, why="Not on the shelf")
        else:
            orders.pick(order=order, line_id=line.pk, quantity=line.quantity)


def _count_shelves(month: Month, at: datetime) -> None:
    """The month's counts, spoilage and deliveries; a few shelves end low or empty, as they do."""
    for number, listing in enumerate(month.shelf):
        try:
            if number % 17 == 5:
                inventory.write_off(
                    listing_id=listing.pk, quantity=listing.step, by=month.picker, at=at, why="Packet torn"
                )
            elif number % 23 == 7:
                inventory.count(listing_id=listing.pk, counted=listing.step * 3, by=month.picker, at=at, why="Count")
            elif number % 61 == 11:
                inventory.count(listing_id=listing.pk, counted=0, by=month.picker, at=at, why="Sold out")
            elif number % 5 == 0:
                inventory.receive(
                    listing_id=listing.pk, quantity=listing.step * 12, by=month.owner, at=at, why="Weekly delivery"
                )
        except ShopError:  # promised to an order: the shelf stays as it is
            continue

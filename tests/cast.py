"""The people, the shop and the goods that the tests are about, made only by the shop's own verbs.

    lakshmi = open_lakshmi_stores()                          # or the fixture of that name
    cart = lakshmi.a_cart_of(atta=2, onions=1500)            # two packs, a kilo and a half
    order = lakshmi.a_placed_order(atta=2, by=lakshmi.asha)  # as far as the shopper's button takes it
    lakshmi.take_to(order, OrderState.PACKED)                # as far as the staff's buttons take it

It is Monday, 2 March 2026, nine in the morning in Bengaluru: `NOW`. A screen asks the clock for itself; its test uses
the fixture `it_is_now`, or opens the shop at a moment of its own.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from kirana.accounts import services as accounts
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Role
from kirana.cart import selectors as cart_rows
from kirana.cart import services as carts
from kirana.cart.models import Cart
from kirana.catalog.models import Category, Listing
from kirana.catalog.packs import pack_facts
from kirana.catalog.services import categories, listings, products
from kirana.checkout.quote import Quote, quote
from kirana.core.actors import GUEST, Actor, system
from kirana.core.audit import AuditEntry
from kirana.core.outbox import OutboxMessage
from kirana.core.quantity import BaseUnit
from kirana.customers import services as customers
from kirana.customers.models import Customer
from kirana.delivery import selectors as slots
from kirana.delivery import services as delivery
from kirana.delivery.models import Slot
from kirana.flows.fulfil_order import accept_order, deliver_order, hand_over_order, pack_order
from kirana.flows.place_order import Wish, place_order
from kirana.inventory import services as inventory
from kirana.inventory.models import Reservation, StockItem, StockMovement
from kirana.orders import selectors as order_rows
from kirana.orders import services as orders
from kirana.orders.models import Order, OrderLine, OrderStateChange
from kirana.orders.states import OrderState
from kirana.payments import selectors as payment_rows
from kirana.payments.models import Payment, PaymentStateChange
from kirana.stores import services as stores
from kirana.stores.models import Store

ZONE = ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
LATER = NOW + timedelta(minutes=10)
BY = system("tests")
PASSWORD = "a-tin-of-jaggery"
PINCODE = "560038"

# The parts of the road an order goes, and what takes it to the next.
ROAD = (
    OrderState.PLACED,
    OrderState.ACCEPTED,
    OrderState.PICKING,
    OrderState.PACKED,
    OrderState.OUT,
    OrderState.DELIVERED,
)


@dataclass(frozen=True, slots=True)
class Good:
    """A thing on the shelf of the tests. `pack` of nothing: sold loose, in grams, priced by the kilogram."""

    key: str
    name: str
    hindi: str
    shelf: str
    price_paise: int
    mrp_paise: int | None
    stock: int
    pack: str = ""
    brand: str = ""
    aisle: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


GOODS = (
    Good(
        "atta",
        "Chakki Fresh Atta",
        "चक्की आटा",
        "atta",
        285_00,
        310_00,
        40,
        pack="5 kg",
        brand="Dharti",
        aisle="A2",
        facts={"gtin": "8901234567890", "hsn": "11010000", "veg_mark": "veg", "origin": "IN", "family": "dharti-atta"},
    ),
    Good(
        "small_atta",
        "Chakki Fresh Atta",
        "चक्की आटा",
        "atta",
        62_00,
        65_00,
        30,
        pack="1 kg",
        brand="Dharti",
        aisle="A2",
        facts={"veg_mark": "veg", "origin": "IN", "family": "dharti-atta"},
    ),
    Good(
        "milk",
        "Toned Milk",
        "टोंड दूध",
        "dairy",
        54_00,
        54_00,
        60,
        pack="1 L",
        brand="Nandi",
        aisle="C1",
        facts={"veg_mark": "veg", "origin": "IN"},
    ),
    Good(
        "eggs",
        "Brown Eggs",
        "अंडे",
        "dairy",
        72_00,
        80_00,
        20,
        pack="6 pcs",
        brand="Nandi",
        aisle="C10",
        facts={"veg_mark": "egg"},
    ),
    Good(
        "olive_oil",
        "Olive Oil",
        "जैतून का तेल",
        "atta",
        849_00,
        999_00,
        8,
        pack="500 ml",
        brand="Oliveto",
        aisle="B1",
        facts={"veg_mark": "veg", "origin": "ES", "importer": "Sagar Imports, Mumbai"},
    ),
    Good(
        "onions",
        "Onion",
        "प्याज़",
        "vegetables",
        38_00,
        None,
        50_000,
        aisle="V1",
        facts={"veg_mark": "veg", "search_words": "pyaz kanda eerulli"},
    ),
    Good("almonds", "Almonds", "बादाम", "atta", 899_00, None, 5_000, aisle="A10", facts={"veg_mark": "veg"}),
)
SHELVES = (
    ("atta", "Atta & flours", "आटा"),
    ("dairy", "Dairy & eggs", "दूध और अंडे"),
    ("vegetables", "Vegetables", "सब्ज़ियाँ"),
)
_keys = count(1)


@dataclass(frozen=True)
class Lakshmi:
    """Lakshmi Stores with everyone in it."""

    store: Store
    chitra: StaffMember  # the owner
    pooja: StaffMember  # picks
    dev: StaffMember  # rides
    esha: StaffMember  # maintains
    asha: Customer
    bilal: Customer
    shelf: dict[str, Listing]
    at: datetime

    def __getitem__(self, key: str) -> Listing:
        """A thing on the shelf: `lakshmi["atta"]`."""
        return self.shelf[key]

    @property
    def slot(self) -> Slot:
        """The first slot that still takes orders: this evening, five to seven, with room for 20."""
        return slots.open_slots(store_id=self.store.pk, at=self.at)[0]

    def a_cart_of(self, *, of: Customer | None = None, **quantities: int) -> Cart:
        """A cart, of a customer or a guest, with these quantities in base units; a customer's own is emptied first."""
        cart = carts.open_cart(store_id=self.store.pk, at=self.at)
        if of is not None:
            cart = carts.give_to(cart=cart, customer=of, store_id=self.store.pk, at=self.at)
            carts.empty(cart_id=cart.pk)
        for key, quantity in quantities.items():
            carts.add(cart=cart, listing_id=self[key].pk, quantity=quantity, at=self.at)
        return cart

    def quote_of(self, cart: Cart) -> Quote:
        """What the cart comes to now."""
        return quote(items=cart_rows.contents(cart_id=cart.pk), store=self.store)

    def a_wish(self, cart: Cart, **changes: Any) -> Wish:
        """The checkout form as Asha fills it in, with the total she sees; `changes` are other words in it."""
        wish = Wish(
            name="Asha Iyer",
            phone="+919845011001",
            email="asha@example.com",
            address_line="Flat 3B, Palm Grove, 12th Main",
            landmark="Opposite the temple",
            pincode=PINCODE,
            note="",
            slot_id=self.slot.pk,
            payment_method="cash_on_delivery",
            language="en",
            shown_total_paise=self.quote_of(cart).bill.total_paise,
        )
        return replace(wish, **changes)

    def place(
        self, cart: Cart, *, key: str = "", by: Actor = GUEST, at: datetime | None = None, **changes: Any
    ) -> Order:
        """Press the button: a fresh key unless one is given."""
        return place_order(
            key=key or a_key(), cart=cart, store=self.store, wish=self.a_wish(cart, **changes), by=by, at=at or self.at
        )

    def a_placed_order(
        self, *, of: Customer | None = None, wish: dict[str, Any] | None = None, **quantities: int
    ) -> Order:
        """An order of these quantities, placed; `wish` changes words of the form."""
        by = of.user.as_customer() if of is not None and of.user is not None else GUEST
        return self.place(self.a_cart_of(of=of, **quantities), by=by, **(wish or {}))

    def take_to(self, order: Order, state: OrderState, *, at: datetime | None = None) -> Order:
        """Have the staff take the order along its road as far as `state`; every line is picked as promised."""
        for step in ROAD[ROAD.index(OrderState(order.state)) + 1 : ROAD.index(state) + 1]:
            self._take_one_step(order_rows.of_store(store_id=self.store.pk, number=order.number), step, at or self.at)
        return order_rows.of_store(store_id=self.store.pk, number=order.number)

    def _take_one_step(self, order: Order, step: OrderState, at: datetime) -> None:
        match step:
            case OrderState.ACCEPTED:
                accept_order(order=order, by=self.chitra.as_actor(), at=at)
            case OrderState.PICKING:
                orders.start_picking(order=order, by=self.pooja.as_actor(), at=at)
            case OrderState.PACKED:
                pick_everything(order)
                pack_order(order=order, by=self.pooja.as_actor(), at=at)
            case OrderState.OUT:
                hand_over_order(order=order, rider=self.dev.user, by=self.pooja.as_actor(), at=at)
            case OrderState.DELIVERED:
                payment = payment_rows.live(reference=order.number)
                due = payment.amount_paise if payment else 0
                deliver_order(order=order, taken_paise=due, utr="", by=self.dev.as_actor(), at=at)


def open_lakshmi_stores(*, at: datetime = NOW) -> Lakshmi:
    """Open the shop: ₹149 at least, delivery ₹25, free from ₹499, a tenth of tolerance on the scale."""
    store = stores.open_store(
        slug="lakshmi-stores",
        by=BY,
        at=at,
        name="Lakshmi Stores",
        names={"hi": "लक्ष्मी स्टोर्स"},
        legal_name="Lakshmi Stores (Chitra Rao, proprietor)",
        address="12, 80 Feet Road, Indiranagar, Bengaluru 560038",
        city="Bengaluru",
        state_code="29",
        pincode=PINCODE,
        phone="+918040012345",
        email="shop@lakshmi.example",
        grievance_officer="Meera Rao",
        grievance_phone="+918040012346",
        grievance_email="grievance@lakshmi.example",
        minimum_order_paise=149_00,
        delivery_fee_paise=25_00,
        free_delivery_from_paise=499_00,
    )
    delivery.serve(store=store, pincode=PINCODE, place="Indiranagar, Bengaluru", by=BY, at=at)
    today = at.astimezone(ZONE).weekday()
    an_evening(store, weekday=today, at=at)
    an_evening(store, weekday=(today + 1) % 7, at=at)
    return Lakshmi(
        store=store,
        chitra=hire(store, "Chitra Rao", Role.OWNER, at=at),
        pooja=hire(store, "Pooja Nair", Role.PICKER, at=at),
        dev=hire(store, "Dev Kumar", Role.RIDER, at=at),
        esha=hire(store, "Esha Menon", Role.MAINTAINER, at=at),
        asha=a_customer("Asha Iyer", at=at),
        bilal=a_customer("Bilal Khan", at=at),
        shelf=fill_the_shelf(store, GOODS, at=at),
        at=at,
    )


def an_evening(store: Store, *, weekday: int, at: datetime, capacity: int = 20) -> None:
    """Deliver on this weekday from five to seven; orders until four."""
    delivery.set_window(
        store=store,
        weekday=weekday,
        starts=time(17),
        ends=time(19),
        capacity=capacity,
        closes_minutes_before=60,
        by=BY,
        at=at,
    )


def hire(store: Store, name: str, role: Role, *, at: datetime = NOW) -> StaffMember:
    """Someone who works here: `chitra@lakshmi.example`."""
    email = f"{name.split()[0].lower()}@lakshmi.example"
    return accounts.employ(store=store, email=email, name=name, role=role, password=PASSWORD, by=BY, at=at)


def a_customer(name: str, *, at: datetime = NOW) -> Customer:
    """Someone who shops here and can sign in: `asha@example.com`."""
    user = accounts.register(email=f"{name.split()[0].lower()}@example.com", name=name, password=PASSWORD)
    return customers.register(user=user, language="en", at=at)


def fill_the_shelf(store: Store, goods: tuple[Good, ...], *, at: datetime = NOW) -> dict[str, Listing]:
    """The goods as listings with stock, by their keys."""
    shelves = {
        slug: categories.plant(slug=slug, name=name, names={"hi": hindi}, position=position)
        for position, (slug, name, hindi) in enumerate(SHELVES)
    }
    shelf = {good.key: a_listing(store, good, shelves[good.shelf], at=at) for good in goods}
    stock = {shelf[good.key].pk: good.stock for good in goods}
    inventory.open_shelf(quantities=stock, by=BY, at=at)
    return shelf


def a_listing(store: Store, good: Good, category: Category, *, at: datetime = NOW) -> Listing:
    """One good, made and offered, without stock."""
    product = products.create(
        by=BY,
        at=at,
        code=good.key,
        name=good.name,
        names={"hi": good.hindi},
        brand=categories.brand_named(good.brand),
        category=category,
        **pack_facts(pack=good.pack, is_loose=not good.pack),
        **good.facts,
    )
    return listings.offer(
        store=store,
        product=product,
        by=BY,
        at=at,
        price_paise=good.price_paise,
        mrp_paise=good.mrp_paise,
        aisle=good.aisle,
    )


def pick_everything(order: Order) -> None:
    """Take every line of an order that is being picked off the shelf, exactly as promised."""
    for line in order_rows.lines(order_id=order.pk):
        orders.pick(order=order, line_id=line.pk, quantity=line.quantity)


def a_key() -> str:
    """A key that no form has had before."""
    return f"key-{next(_keys)}"


def stock_of(listing: Listing) -> tuple[int, int]:
    """What stands on the shelf, and how much of it is promised."""
    item = StockItem.objects.get(listing=listing)
    return item.on_hand, item.reserved


def everything_that_moves() -> dict[str, Any]:
    """All that an order, a pick or a payment can change: equal before and after a refusal."""
    return {
        "stock": sorted(StockItem.objects.values_list("listing_id", "on_hand", "reserved")),
        "movements": StockMovement.objects.count(),
        "reservations": sorted(Reservation.objects.values_list("pk", "quantity", "ended_at")),
        "slots": sorted(Slot.objects.values_list("pk", "booked", "capacity")),
        "orders": sorted(Order.objects.values_list("pk", "state", "goods_paise", "total_paise")),
        "lines": sorted(OrderLine.objects.values_list("pk", "total_paise", "missing_why")),
        "picked": list(OrderLine.objects.order_by("pk").values_list("picked_quantity", flat=True)),
        "order history": OrderStateChange.objects.count(),
        "payments": sorted(Payment.objects.values_list("pk", "state", "amount_paise", "captured_paise")),
        "payment history": PaymentStateChange.objects.count(),
        "outbox": OutboxMessage.objects.count(),
        "audit": AuditEntry.objects.count(),
    }


def a_picture(*, width: int = 900, height: int = 600, kind: str = "PNG", colour: str = "teal") -> BytesIO:
    """A picture file of this size."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    file.seek(0)
    return file


def kilograms(number: int) -> int:
    """Grams."""
    return number * BaseUnit.GRAM.per

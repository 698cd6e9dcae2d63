"""The shop made ready for the rounds, and counted between them; runs in the shop's own environment."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count

from bench.baskets import QUANTITY, Shelf, token_of
from bench.statements import script
from kirana.cart import selectors as cart_rows
from kirana.cart.models import Cart, CartLine
from kirana.catalog.models import Listing
from kirana.checkout.quote import quote
from kirana.core import clock, locks
from kirana.core.actors import system
from kirana.core.numbers import DrawnNumber
from kirana.delivery import selectors as slots
from kirana.delivery import services as delivery
from kirana.delivery.models import Slot
from kirana.inventory.models import StockItem
from kirana.orders.models import Order, OrderLine
from kirana.orders.states import OrderState
from kirana.payments.models import Payment
from kirana.search.browse import PAGE
from kirana.stores import selectors as stores
from kirana.stores import services as store_verbs

BY = system("bench")
ROOM = 1_000_000
WEEK = 7
MOST_PAGES = 3
SPREAD = (Listing, StockItem, Order, Payment, DrawnNumber, Slot)
APART = 20_000_000  # between the ids of two tables; the first are the baskets'


def spread() -> None:
    """Begin each table's new ids at a place of its own, so that a statement's text says which row it means."""
    with connection.cursor() as cursor:
        for place, model in enumerate(SPREAD, start=2):
            table = model._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, place * APART])


def facts() -> dict[str, Any]:
    """Lift the minimum order, make room in the slots, and say what the pages can be asked for."""
    store, at = stores.current(), clock.now()
    store_verbs.set_terms(store=store, by=BY, at=at, minimum_order_paise=0)
    _make_room(at=at)
    if connection.vendor == "postgresql":
        _analyse()
    offered = Listing.objects.filter(store=store, is_active=True)
    return {
        "workers": settings.WEB_WORKERS,
        "threads": settings.WEB_THREADS,
        "listings": offered.count(),
        "shelf": _shelf(),
        "pages": _pages(offered),
        "products": _spaced(offered.order_by("pk").values_list("product__slug", flat=True), 1000),
        "searches": _searches(offered),
    }


def baskets(first: int, count: int) -> list[int]:
    """Make baskets; the total of each, as its checkout shows it."""
    store, at, shelf = stores.current(), clock.now(), Shelf(**_shelf())
    numbers = range(first, first + count)
    price_of = dict(Listing.objects.values_list("pk", "price_paise"))
    today = clock.shop_date(at)
    Cart.objects.bulk_create(
        [Cart(pk=number, token=token_of(number), store=store, used_on=today) for number in numbers], batch_size=1000
    )
    CartLine.objects.bulk_create(
        [
            CartLine(cart_id=number, listing_id=key, quantity=QUANTITY, seen_paise=price_of[key], added_at=at)
            for number in numbers
            for key in shelf.listings_of(number)
        ],
        batch_size=1000,
    )
    if connection.vendor == "postgresql":
        _analyse()
    return [quote(items=cart_rows.contents(cart_id=number), store=store).bill.total_paise for number in numbers]


def count(first: int) -> dict[str, int]:
    """What there is now; a placed order has left the state in which it waits for its payment."""
    with locks.one_moment():
        placed = Order.objects.exclude(state=OrderState.PENDING)
        return {
            "orders": placed.count(),
            "order_lines": OrderLine.objects.filter(order__in=placed.values("pk")).count(),
            "emptied": Cart.objects.filter(pk__gte=first, lines=None).count(),
            "lines": CartLine.objects.filter(cart_id__gte=first).count(),
        }


def statements(basket: int) -> str:
    """The script; the order is placed here, twice, so that what is only done once in a process is not in it."""
    return script(basket=basket, shelf=Shelf(**_shelf()))


def _make_room(*, at: datetime) -> None:
    store = stores.current()
    for window in slots.windows(store_id=store.pk):
        delivery.set_window(
            store=store,
            weekday=window.weekday,
            starts=window.starts,
            ends=window.ends,
            capacity=ROOM,
            closes_minutes_before=window.closes_minutes_before,
            by=BY,
            at=at,
        )
    delivery.cut_slots(store=store, at=at + timedelta(days=WEEK), days=WEEK)


def _shelf() -> dict[str, int]:
    """The longest run of listings whose ids follow one another, and the slots of the week after this one."""
    rows = StockItem.objects.filter(listing__is_active=True, listing__step=1, on_hand=100).order_by("listing_id")
    runs: list[list[tuple[int, int]]] = []
    for listing_id, stock_id in rows.values_list("listing_id", "pk"):
        follows = runs and runs[-1][-1] == (listing_id - 1, stock_id - 1)
        runs[-1].append((listing_id, stock_id)) if follows else runs.append([(listing_id, stock_id)])
    longest = max(runs, key=len)
    listing_id, stock_id = longest[0]
    later = Slot.objects.filter(capacity=ROOM).order_by("pk").values_list("pk", flat=True)
    week = list(later)[-WEEK * 4 :]
    if len(longest) < 1000 or week != list(range(week[0], week[0] + WEEK * 4)):
        raise RuntimeError("the shop's listings and slots do not follow one another; was it filled by others?")
    return {
        "first_listing": listing_id,
        "listings": len(longest),
        "to_stock": stock_id - listing_id,
        "first_slot": week[0],
        "slots": len(week),
    }


def _pages(offered: Any) -> list[str]:
    """Full pages of shelves: every shelf, and the deeper pages of large ones."""
    sizes = offered.values_list("category__slug").annotate(n=Count("pk")).order_by("category__slug")
    return [
        f"/shelves/{slug}/" + (f"?page={page}" if page > 1 else "")
        for slug, n in sizes
        for page in range(1, min(n // PAGE, MOST_PAGES) + 1)
    ]


def _searches(offered: Any) -> list[str]:
    """Two words of a product's name, as people type them: more different ones than are remembered."""
    names = offered.order_by("pk").values_list("product__name", flat=True)
    asked = dict.fromkeys(" ".join([word for word in name.lower().split() if word.isalpha()][:2]) for name in names)
    return _spaced([words for words in asked if len(words) > 4], 1000)


def _spaced(values: Iterable[str], most: int) -> list[str]:
    every = list(values)
    return every[:: max(1, len(every) // most)][:most]


def _analyse() -> None:
    """Bring the planner's statistics up to date, as autovacuum does a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


VERBS: dict[str, Callable[..., Any]] = {
    "spread": spread,
    "facts": facts,
    "baskets": baskets,
    "count": count,
    "statements": statements,
}

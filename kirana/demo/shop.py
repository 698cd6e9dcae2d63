"""Opening the demo shop: the store, its people, its shelves, its terms and its banners."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from kirana.accounts import services as accounts
from kirana.accounts.models import User
from kirana.catalog.models import Category, Listing, Product
from kirana.catalog.packs import pack_facts
from kirana.catalog.services import categories, images, listings, products
from kirana.catalog.starter import rows
from kirana.content import services as content
from kirana.core import clock
from kirana.core.actors import Actor
from kirana.customers import services as customers
from kirana.delivery import services as delivery
from kirana.demo.accounts import ACCOUNTS, PASSWORD
from kirana.inventory import services as inventory
from kirana.stores import services as stores
from kirana.stores.models import Store

AREAS = {
    "560038": "Indiranagar, Bengaluru",
    "560008": "Ulsoor, Bengaluru",
    "560075": "New Thippasandra, Bengaluru",
    "560071": "Domlur, Bengaluru",
}
WINDOWS = ((time(7), time(9)), (time(10), time(12)), (time(17), time(19)), (time(19), time(21)))
BANNERS = (
    (
        "breakfast",
        {"en": "Milk and bread before seven", "hi": "सात बजे से पहले दूध और ब्रेड"},
        {"en": "Order tonight, at your door with the newspaper.", "hi": "आज रात मँगाइए, सुबह अख़बार के साथ दरवाज़े पर।"},
        {"en": "Dairy & bread", "hi": "दूध और ब्रेड"},
        "/shelves/dairy-bread-eggs/",
    ),
    (
        "vegetables",
        {"en": "Picked last evening", "hi": "कल शाम की तोड़ी हुई"},
        {"en": "Tomatoes, greens and beans, by the gram.", "hi": "टमाटर, साग और बीन्स, ग्राम के हिसाब से।"},
        {"en": "Vegetables", "hi": "सब्ज़ियाँ"},
        "/shelves/vegetables/",
    ),
    (
        "staples",
        {"en": "The month's ration", "hi": "महीने का राशन"},
        {"en": "Atta, rice, dal and oil below MRP.", "hi": "आटा, चावल, दाल और तेल, एमआरपी से कम में।"},
        {"en": "Fill the tins", "hi": "डिब्बे भरिए"},
        "/shelves/atta-rice-dals/",
    ),
    (
        "chai",
        {"en": "Chai weather", "hi": "चाय का मौसम"},
        {"en": "Kadak dust, ginger, and something to dip.", "hi": "कड़क चाय, अदरक, और साथ में कुछ कुरकुरा।"},
        {"en": "Tea & biscuits", "hi": "चाय और बिस्कुट"},
        "/shelves/tea-coffee-drinks/",
    ),
)
Progress = Callable[[str], None]


def open_shop(*, by: Actor, at: datetime, say: Progress) -> Store:
    """The shop as it stands on its first morning."""
    store = stores.open_store(
        slug="lakshmi-stores",
        by=by,
        at=at,
        name="Lakshmi Stores",
        names={"hi": "लक्ष्मी स्टोर्स"},
        legal_name="Lakshmi Stores (Chitra Rao, proprietor)",
        address="12, 80 Feet Road, HAL 2nd Stage, Indiranagar, Bengaluru 560038",
        city="Bengaluru",
        state_code="29",
        pincode="560038",
        phone="+918040012345",
        email="shop@lakshmi.example",
        gstin="29AAGPR4821K1ZA",
        fssai_number="11224998000417",
        grievance_officer="Meera Rao",
        grievance_phone="+918040012346",
        grievance_email="grievance@lakshmi.example",
        minimum_order_paise=149_00,
        delivery_fee_paise=25_00,
        free_delivery_from_paise=499_00,
    )
    _set_delivery(store, by=by, at=at)
    _hire(store, by=by, at=at)
    shelves = _build_shelves()
    say("the shelves")
    _stock(store, shelves, by=by, at=at, say=say)
    _hang_banners(store, by=by, at=at)
    return store


def _set_delivery(store: Store, *, by: Actor, at: datetime) -> None:
    for pincode, place in AREAS.items():
        delivery.serve(store=store, pincode=pincode, place=place, by=by, at=at)
    for weekday in range(7):
        for starts, ends in WINDOWS:
            delivery.set_window(
                store=store,
                weekday=weekday,
                starts=starts,
                ends=ends,
                capacity=12,
                closes_minutes_before=60,
                by=by,
                at=at,
            )


def _hire(store: Store, *, by: Actor, at: datetime) -> None:
    for account in ACCOUNTS:
        if account.role is not None:
            accounts.employ(
                store=store, email=account.email, name=account.name, role=account.role, password=PASSWORD, by=by, at=at
            )
        else:
            user: User = accounts.register(email=account.email, name=account.name, password=PASSWORD)
            customers.register(user=user, language="en", at=at)


def _build_shelves() -> dict[str, Category]:
    shelves: dict[str, Category] = {}
    for row in rows.categories():
        shelves[row.slug] = categories.plant(
            slug=row.slug,
            name=row.name,
            names=row.names,
            parent=shelves.get(row.parent),
            position=row.position,
            picture=_keep(rows.PICTURES / f"{row.picture}.webp", "categories") if row.picture else "",
            search_words=row.search_words,
        )
    return shelves


def _stock(store: Store, shelves: dict[str, Category], *, by: Actor, at: datetime, say: Progress) -> None:
    for number, row in enumerate(rows.products(), start=1):
        product = products.create(
            by=by,
            at=at,
            category=shelves[row.category],
            brand=categories.brand_named(row.brand),
            **pack_facts(pack=row.pack, is_loose=row.is_loose),
            **row.facts,
        )
        _show(product, rows.PICTURES / f"{row.picture}.webp", by=by, at=at)
        listing = _offer(store, product, row, by=by, at=at)
        inventory.open_shelf(quantities={listing.pk: row.opening_stock * 6}, by=by, at=at)
        if number % 50 == 0:
            say(f"{number} products")


def _offer(store: Store, product: Product, row: rows.StarterProduct, *, by: Actor, at: datetime) -> Listing:
    return listings.offer(
        store=store,
        product=product,
        by=by,
        at=at,
        price_paise=row.price_paise,
        mrp_paise=row.mrp_paise,
        aisle=row.aisle,
        is_featured=row.is_featured,
    )


def _show(product: Product, path: Path, *, by: Actor, at: datetime) -> None:
    with path.open("rb") as file:
        images.add(product=product, file=file, by=by, at=at)


def _hang_banners(store: Store, *, by: Actor, at: datetime) -> None:
    first = clock.shop_date(at)
    for position, (key, titles, lines, calls, link) in enumerate(BANNERS):
        content.hang_banner(
            store=store,
            key=key,
            by=by,
            at=at,
            titles=titles,
            lines=lines,
            calls=calls,
            link=link,
            picture=_keep(rows.BANNERS / f"{key}.webp", "banners"),
            starts_on=first,
            ends_on=first + timedelta(days=365),
            position=position,
        )


def _keep(path: Path, folder: str) -> str:
    with path.open("rb") as file:
        return images.keep(file, folder=folder, widths=images.WIDE if folder == "banners" else images.WIDTHS).stem

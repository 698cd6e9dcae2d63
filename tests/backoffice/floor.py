"""The shop floor in the middle of the morning: an order in every state, a file half imported, a product with pictures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kirana.accounts.models import User
from kirana.accounts.roles import Permission
from kirana.catalog.models import ImportBatch, ProductImage
from kirana.catalog.services import images
from kirana.core import clock
from kirana.flows import import_catalogue as imports
from kirana.flows import keep_khata
from kirana.flows.close_day import close_day
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments.ledgers import khata
from kirana.payments.ledgers.models import ClosedDay, KhataAccount, Means, SettlementFile
from kirana.payments.ledgers.settlements import services as settlements
from tests.cast import BY, Lakshmi, a_picture, pick_everything
from tests.payments.ledgers.settlements.reports import a_charge, stripe

P = Permission
SHEET = "code,name,category,pack,price,mrp\nhaldi,Haldi Powder,Masala,100 g,38,40\natta,Chakki Fresh Atta,Atta,5 kg,280,310\n"


def a_sheet(text: str = SHEET, name: str = "prices.csv") -> SimpleUploadedFile:
    """A file of products as a browser sends it."""
    return SimpleUploadedFile(name, text.encode())


@dataclass(frozen=True)
class Floor:
    """Lakshmi Stores at work. Each order, file and picture is there from the moment it is first asked for."""

    lakshmi: Lakshmi
    orders: dict[str, Order] = field(default_factory=dict)

    def order(self, state: str) -> Order:
        """An order in this state of the road; `picked` is picked and not yet packed."""
        if state not in self.orders:
            fresh = self.lakshmi.a_placed_order(atta=2, onions=1000)
            self.orders[state] = self.lakshmi.take_to(
                fresh, OrderState.PICKING if state == "picked" else OrderState(state)
            )
            if state == "picked":
                pick_everything(self.orders[state])
        return self.orders[state]

    @cached_property
    def picture(self) -> ProductImage:
        """The second of two pictures of the atta."""
        product = self.lakshmi["atta"].product
        images.add(product=product, file=a_picture(width=60, height=40, colour="gold"), by=BY, at=self.lakshmi.at)
        return images.add(product=product, file=a_picture(width=60, height=40), by=BY, at=self.lakshmi.at)

    @cached_property
    def read(self) -> ImportBatch:
        """A file that was read and waits."""
        shop = self.lakshmi
        return imports.read_file(store=shop.store, file=a_sheet(), name="prices.csv", by=BY, at=shop.at)

    @cached_property
    def applied(self) -> ImportBatch:
        """A file that was applied."""
        imports.apply_batch(batch=self.read, by=BY, at=self.lakshmi.at)
        return self.read

    @cached_property
    def khata(self) -> KhataAccount:
        """Asha's khata: ₹2,000, of which ₹608 are taken and ₹100 paid."""
        shop = self.lakshmi
        facts = {"by": BY, "at": shop.at}
        account = khata.open_account(
            store_id=shop.store.pk, customer_id=shop.asha.pk, limit_paise=2000_00, due_day=5, **facts
        )
        khata.give(customer_id=shop.asha.pk, reference="", amount_paise=608_00, key="g1", why="atta", **facts)
        keep_khata.repay(account=account, amount_paise=100_00, means=Means.CASH, utr="", key="p1", **facts)
        return account

    @cached_property
    def bag(self) -> int:
        """Whose bag has the cash of a delivered order in it: Dev's."""
        self.order("delivered")
        return self.lakshmi.dev.user_id

    @cached_property
    def settlement(self) -> SettlementFile:
        """A file of Stripe's that was read and waits."""
        shop, file = self.lakshmi, stripe(a_charge("txn_1", "pi_1"))
        return settlements.read_file(store_id=shop.store.pk, file=file, name="payouts.csv", by=BY, at=shop.at)

    @cached_property
    def settled(self) -> SettlementFile:
        """A file that is in the books."""
        settlements.apply_file(file_id=self.settlement.pk, by=BY, at=self.lakshmi.at)
        return self.settlement

    @cached_property
    def closed(self) -> ClosedDay:
        """The day before, closed."""
        shop = self.lakshmi
        yesterday = clock.shop_date(shop.at) - timedelta(days=1)
        return close_day(store_id=shop.store.pk, on=yesterday, by=BY, at=shop.at, note="as it stands")

    def people(self) -> dict[str, User | None]:
        """Everyone who may come by."""
        shop = self.lakshmi
        staff = {"owner": shop.chitra.user, "picker": shop.pooja.user, "rider": shop.dev.user}
        return {"nobody": None, "Asha": shop.asha.user, **staff, "maintainer": shop.esha.user}


@dataclass(frozen=True)
class Screen:
    """An address of the back office with what is sent to it, the permission it needs, and what those who may are told.

    `order` is the state of the order it is about; `data` makes what is sent, afresh for everyone.
    """

    name: str
    needs: Permission
    answer: int
    method: str = "get"
    order: str = ""
    more: str = ""
    parts: Callable[[Floor], dict[str, Any]] | None = None
    data: Callable[[Floor], dict[str, Any]] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.more}".strip()

    def arguments(self, floor: Floor) -> dict[str, Any]:
        """What its address is made of."""
        numbered = {"number": floor.order(self.order).number} if self.order else {}
        return numbered | (self.parts(floor) if self.parts else {})

    def address(self, floor: Floor) -> str:
        """Where it is."""
        return reverse(self.name, kwargs=self.arguments(floor))

    def sent(self, floor: Floor) -> dict[str, Any]:
        """What its form sends."""
        return self.data(floor) if self.data else {}


def product_form(**changes: str) -> dict[str, str]:
    """The form of a new product, filled in."""
    filled = {
        "name": "Toor Dal",
        "name_hi": "तूर दाल",
        "brand": "Dharti",
        "pack": "1 kg Pouch",
        "price": "165.50",
        "mrp": "180",
        "aisle": "A3",
        "step": "1",
        "is_active": "on",
        "code": "toor-dal",
        "gtin": "8901234567894",
        "hsn": "07136000",
        "veg_mark": "veg",
        "origin": "IN",
        "maker": "Dharti Foods, Indore",
        "importer": "",
        "fssai_number": "10012345678901",
        "best_before": "6 months",
        "ingredients": "Toor dal",
        "storage": "Keep dry",
        "description": "Unpolished.",
        "description_hi": "बिना पॉलिश",
        "search_words": "arhar tur",
    }
    return filled | changes


def _product(floor: Floor) -> dict[str, str]:
    return {"code": "atta"}


def _a_new_product(floor: Floor) -> dict[str, str]:
    return product_form(category=str(floor.lakshmi["atta"].category_id), gtin="")


def _line(floor: Floor) -> dict[str, int]:
    return {"line_id": floor.order("picking").lines.first().pk}


def _picture(floor: Floor) -> dict[str, Any]:
    return {"code": "atta", "image_id": floor.picture.pk}


def _batch(floor: Floor) -> dict[str, Any]:
    return {"batch_id": floor.read.pk}


WINDOW = {"weekdays": ["5"], "starts": "08:00", "ends": "10:00", "capacity": "5", "closes": "60"}
TERMS = {"is_taking_orders": "on", "minimum_order": "199", "delivery_fee": "30", "free_from": "599", "tolerance": "5"}


SCREENS = (
    Screen("staff_board", P.SEE_ORDERS, 200),
    Screen("staff_orders", P.SEE_ORDERS, 200),
    Screen("staff_order", P.SEE_ORDERS, 200, order="out"),
    Screen("staff_acceptance", P.ACCEPT_ORDERS, 302, "post", order="placed"),
    Screen("staff_cancellation", P.CANCEL_ORDERS, 302, "post", order="placed", data=lambda _: {"why": "no atta"}),
    Screen("staff_picking", P.PICK_ORDERS, 200, order="picking"),
    Screen("staff_picking", P.PICK_ORDERS, 302, "post", order="accepted"),
    Screen("staff_line", P.PICK_ORDERS, 302, "post", order="picking", parts=_line, data=lambda _: {"take": "all"}),
    Screen("staff_packing", P.PICK_ORDERS, 302, "post", order="picked"),
    Screen("staff_handover", P.HAND_OVER_ORDERS, 200, order="packed"),
    Screen(
        "staff_handover",
        P.HAND_OVER_ORDERS,
        302,
        "post",
        order="packed",
        data=lambda floor: {"rider": floor.lakshmi.dev.user_id},
    ),
    Screen("staff_return", P.DELIVER_ORDERS, 302, "post", order="out", data=lambda _: {"why": "nobody at home"}),
    Screen("staff_delivery", P.DELIVER_ORDERS, 200, order="out"),
    Screen("staff_delivery", P.DELIVER_ORDERS, 302, "post", order="out", data=lambda _: {"taken": "608"}),
    Screen("staff_catalogue", P.SEE_CATALOGUE, 200),
    Screen("staff_product_new", P.EDIT_CATALOGUE, 200),
    Screen("staff_product_new", P.EDIT_CATALOGUE, 302, "post", data=_a_new_product),
    Screen("staff_product", P.SEE_CATALOGUE, 200, parts=_product),
    Screen(
        "staff_product",
        P.EDIT_CATALOGUE,
        302,
        "post",
        parts=_product,
        data=lambda floor: _a_new_product(floor) | {"code": "atta"},
    ),
    Screen(
        "staff_pictures",
        P.EDIT_CATALOGUE,
        302,
        "post",
        parts=_product,
        data=lambda _: {"picture": a_picture(width=60, height=40, colour="red")},
    ),
    Screen(
        "staff_picture", P.EDIT_CATALOGUE, 302, "post", more="first", parts=_picture, data=lambda _: {"do": "first"}
    ),
    Screen(
        "staff_picture", P.EDIT_CATALOGUE, 302, "post", more="remove", parts=_picture, data=lambda _: {"do": "remove"}
    ),
    Screen(
        "staff_stock",
        P.ADJUST_STOCK,
        302,
        "post",
        parts=_product,
        data=lambda _: {"verb": "receive", "quantity": "12", "why": "the van came"},
    ),
    Screen("staff_export", P.IMPORT_CATALOGUE, 200, more="csv", parts=lambda _: {"kind": "csv"}),
    Screen("staff_export", P.IMPORT_CATALOGUE, 200, more="xlsx", parts=lambda _: {"kind": "xlsx"}),
    Screen("staff_imports", P.IMPORT_CATALOGUE, 200),
    Screen("staff_imports", P.IMPORT_CATALOGUE, 302, "post", data=lambda _: {"file": a_sheet()}),
    Screen("staff_import", P.IMPORT_CATALOGUE, 200, parts=_batch),
    Screen(
        "staff_import_verb",
        P.IMPORT_CATALOGUE,
        302,
        "post",
        more="apply",
        parts=lambda floor: _batch(floor) | {"verb": "application"},
    ),
    Screen(
        "staff_import_verb",
        P.IMPORT_CATALOGUE,
        302,
        "post",
        more="drop",
        parts=lambda floor: _batch(floor) | {"verb": "dropping"},
    ),
    Screen(
        "staff_import_verb",
        P.IMPORT_CATALOGUE,
        302,
        "post",
        more="undo",
        parts=lambda floor: {"batch_id": floor.applied.pk, "verb": "undoing"},
    ),
    Screen("staff_delivery_settings", P.SET_DELIVERY, 200),
    Screen("staff_pincodes", P.SET_DELIVERY, 302, "post", data=lambda _: {"pincode": "560008", "place": "Ulsoor"}),
    Screen("staff_pincodes", P.SET_DELIVERY, 302, "post", more="stop", data=lambda _: {"stop": "560038"}),
    Screen("staff_windows", P.SET_DELIVERY, 302, "post", data=lambda _: WINDOW),
    Screen(
        "staff_windows",
        P.SET_DELIVERY,
        302,
        "post",
        more="close",
        data=lambda floor: {"close": floor.lakshmi.store.windows.first().pk},
    ),
    Screen("staff_terms", P.SET_DELIVERY, 302, "post", data=lambda _: TERMS),
    Screen("staff_log", P.SEE_STAFF_LOG, 200),
)

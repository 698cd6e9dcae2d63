"""The way from one screen of the shop floor to another: what stands in the bar, and what behind “More”.

An entry is one line of `ENTRIES`. The bar holds what a person of this role opens most; on a phone there is room for the
first four, and everything, these too, stands in groups behind “More”.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission

ORDERS, MONEY, GOODS, BUSINESS, SYSTEM = _("Orders"), _("Money"), _("Goods"), _("Business"), _("System")


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen that the navigation leads to; `under` is the part of the address by which it is known to be open."""

    group: str | Promise
    label: str | Promise
    url_name: str
    permission: Permission
    icon: str
    under: str
    short: str | Promise = ""  # in the bar, where there is less room


@dataclass(frozen=True, slots=True)
class Menu:
    """What the frame draws: the bar, the groups behind “More”, and the url name of the entry that is open."""

    bar: Sequence[Entry]
    groups: Sequence[tuple[str | Promise, Sequence[Entry]]]
    open_at: str
    lit: str

    @property
    def elsewhere(self) -> bool:
        """Whether the page that is open stands only behind “More”."""
        return self.lit not in {entry.url_name for entry in self.bar}


ENTRIES = (
    Entry(ORDERS, _("Today"), "staff_board", Permission.SEE_ORDERS, "bell", "/staff/"),
    Entry(ORDERS, _("All orders"), "staff_orders", Permission.SEE_ORDERS, "receipt", "/staff/orders/", _("Orders")),
    Entry(ORDERS, _("Requests"), "staff_support", Permission.ACCEPT_ORDERS, "phone", "/staff/support/"),
    Entry(ORDERS, _("Delivery"), "staff_delivery_settings", Permission.SET_DELIVERY, "truck", "/staff/delivery/"),
    Entry(MONEY, _("Khata"), "staff_khatas", Permission.SEE_MONEY, "book", "/staff/money/khata/"),
    Entry(MONEY, _("Payments"), "staff_payments", Permission.SEE_MONEY, "rupee", "/staff/money/", _("Money")),
    Entry(MONEY, _("Cash"), "staff_cash", Permission.SEE_MONEY, "bag", "/staff/money/cash/"),
    Entry(MONEY, _("UPI"), "staff_upi", Permission.SEE_MONEY, "phone", "/staff/money/upi/"),
    Entry(MONEY, _("Settlements"), "staff_settlements", Permission.SEE_MONEY, "download", "/staff/money/settlements/"),
    Entry(MONEY, _("Days"), "staff_days", Permission.SEE_MONEY, "clock", "/staff/money/days/"),
    Entry(MONEY, _("To clear up"), "staff_exceptions", Permission.SEE_MONEY, "alert", "/staff/money/exceptions/"),
    Entry(GOODS, _("Catalogue"), "staff_catalogue", Permission.SEE_CATALOGUE, "box", "/staff/catalogue/"),
    Entry(GOODS, _("Import"), "staff_imports", Permission.IMPORT_CATALOGUE, "upload", "/staff/imports/"),
    Entry(GOODS, _("Content"), "staff_content", Permission.EDIT_CONTENT, "tag", "/staff/content/"),
    Entry(BUSINESS, _("Insight"), "staff_insight", Permission.SEE_INSIGHT, "search", "/staff/insight/"),
    Entry(BUSINESS, _("Plan"), "staff_plan", Permission.SEE_INSIGHT, "check", "/staff/plan/"),
    Entry(BUSINESS, _("Invoices"), "staff_invoices", Permission.SEE_INVOICES, "receipt", "/staff/invoices/"),
    Entry(BUSINESS, _("GST return"), "staff_returns", Permission.SEE_INVOICES, "scale", "/staff/invoices/return/"),
    Entry(SYSTEM, _("Console"), "console_round", Permission.SEE_CONSOLE, "gear", "/staff/console/"),
    Entry(SYSTEM, _("Log"), "staff_log", Permission.SEE_STAFF_LOG, "edit", "/staff/log/"),
)
BOARD = "/staff/"
IN_THE_SHOP = ("staff_board", "staff_orders", "staff_khatas", "staff_payments", "staff_catalogue", "console_round")
ON_CALL = ("console_round", "staff_board", "staff_orders", "staff_payments", "staff_catalogue")


def menu(*, place: StaffMember, path: str) -> Menu:
    """The navigation of this person on the page at this address."""
    mine = [entry for entry in ENTRIES if place.may(entry.permission)]
    bar = _bar(mine, place)
    return Menu(bar=bar, groups=_groups(mine), open_at=_open(mine, path), lit=_open(bar, path))


def _bar(mine: Iterable[Entry], place: StaffMember) -> list[Entry]:
    known = {entry.url_name: entry for entry in mine}
    rooms = ON_CALL if place.may(Permission.SEE_CONSOLE) and not place.may(Permission.KEEP_KHATA) else IN_THE_SHOP
    return [known[name] for name in rooms if name in known]


def _groups(mine: Iterable[Entry]) -> list[tuple[str | Promise, Sequence[Entry]]]:
    return [(name, list(entries)) for name, entries in groupby(mine, key=attrgetter("group"))]


def _open(entries: Iterable[Entry], path: str) -> str:
    """The entry with the longest address that this one stands under; the board only for its own."""
    found = [entry for entry in entries if entry.under in path and (entry.under != BOARD or path.endswith(BOARD))]
    return max(found, key=lambda entry: len(entry.under)).url_name if found else ""

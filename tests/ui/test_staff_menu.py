"""The bar of the shop floor: what each role opens most, and everything it may open behind “More”."""

import pytest

from kirana.accounts.models import StaffMember, User
from kirana.accounts.roles import Role
from kirana.ui import staff_menu


def bar(role: Role, path: str = "/staff/") -> list[str]:
    return [entry.url_name for entry in staff_menu.menu(place=StaffMember(role=role, user=User()), path=path).bar]


def test_chitra_finds_the_khata_in_the_first_four() -> None:
    assert bar(Role.OWNER)[:4] == ["staff_board", "staff_orders", "staff_khatas", "staff_payments"]


def test_esha_begins_with_the_console() -> None:
    assert bar(Role.MAINTAINER)[:2] == ["console_round", "staff_board"]


def test_pooja_and_dev_see_only_their_work() -> None:
    assert bar(Role.PICKER) == ["staff_board", "staff_orders", "staff_catalogue"]
    assert bar(Role.RIDER) == ["staff_board", "staff_orders"]


def test_behind_more_stands_everything_that_chitra_may_open_once() -> None:
    groups = staff_menu.menu(place=StaffMember(role=Role.OWNER, user=User()), path="/staff/").groups
    names = [entry.url_name for _, entries in groups for entry in entries]
    assert names == [entry.url_name for entry in staff_menu.ENTRIES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("path", "open_at", "lit", "elsewhere"),
    [
        ("/staff/", "staff_board", "staff_board", False),
        ("/hi/staff/", "staff_board", "staff_board", False),
        ("/staff/orders/KM-10042/picking/", "staff_orders", "staff_orders", False),
        ("/staff/money/khata/7/", "staff_khatas", "staff_khatas", False),
        ("/staff/money/cash/", "staff_cash", "staff_payments", False),
        ("/hi/staff/invoices/return/", "staff_returns", "", True),
        ("/staff/console/backups/", "console_round", "console_round", False),
    ],
)
def test_the_page_that_is_open_is_lit(path: str, open_at: str, lit: str, elsewhere: bool) -> None:
    menu = staff_menu.menu(place=StaffMember(role=Role.OWNER, user=User()), path=path)
    assert (menu.open_at, menu.lit, menu.elsewhere) == (open_at, lit, elsewhere)

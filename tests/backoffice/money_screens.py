"""The money screens: khata, cash, settlements, days, what does not add up."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kirana.accounts.roles import Permission
from tests.backoffice.floor import Floor, Screen
from tests.payments.ledgers.settlements.reports import a_charge, stripe

P = Permission


def _khata(floor: Floor) -> dict[str, Any]:
    return {"account_id": floor.khata.pk}


def _khata_entry(verb: str, **sent: str) -> Screen:
    """A form of a khata's page."""
    filled = {f"{verb}-key": "a-key-of-the-form", f"{verb}-amount": "50"} | {
        f"{verb}-{name}": sent[name] for name in sent
    }
    return Screen(
        "staff_khata_entry",
        P.KEEP_KHATA,
        302,
        "post",
        more=verb,
        parts=lambda floor: _khata(floor) | {"verb": verb},
        data=lambda _: filled,
    )


def a_report() -> SimpleUploadedFile:
    """A report of Stripe's as a browser sends it."""
    return SimpleUploadedFile("payouts.csv", stripe(a_charge("txn_2", "pi_2")).getvalue())


def _settlement_verb(verb: str) -> Screen:
    """A button of a settlement file that waits."""
    return Screen(
        "staff_settlement_verb",
        P.CLOSE_DAY,
        302,
        "post",
        more=verb,
        parts=lambda floor: {"file_id": floor.settlement.pk, "verb": verb},
    )


A_NEIGHBOUR = {"name": "Kamala Devi", "phone": "98450 11007", "limit": "1500", "due_day": "5"}
MONEY_SCREENS = (
    Screen("staff_khatas", P.SEE_MONEY, 200),
    Screen("staff_khata_new", P.SET_KHATA, 200),
    Screen("staff_khata_new", P.SET_KHATA, 302, "post", data=lambda _: A_NEIGHBOUR),
    Screen("staff_khata", P.SEE_MONEY, 200, parts=_khata),
    _khata_entry("give", why="milk"),
    _khata_entry("repay", means="cash"),
    _khata_entry("correct", direction="less", why="written twice"),
    Screen(
        "staff_khata_terms",
        P.SET_KHATA,
        302,
        "post",
        parts=_khata,
        data=lambda _: {"limit": "3000", "due_day": "10", "is_open": "on"},
    ),
    Screen("staff_khata_reminder", P.KEEP_KHATA, 302, "post", parts=_khata),
    Screen("staff_khata_statement", P.SEE_MONEY, 200, parts=lambda floor: _khata(floor) | {"kind": "html"}),
    Screen("staff_cash", P.SEE_MONEY, 200),
    Screen(
        "staff_cash_till",
        P.TAKE_MONEY,
        302,
        "post",
        data=lambda _: {"key": "a-key", "verb": "put_in", "amount": "500", "why": "change from the bank"},
    ),
    Screen(
        "staff_cash_hand_in",
        P.TAKE_MONEY,
        302,
        "post",
        parts=lambda floor: {"holder_id": floor.bag},
        data=lambda floor: {
            f"from-{floor.bag}-key": "a-key",
            f"from-{floor.bag}-counted": "570",
            f"from-{floor.bag}-why": "short",
        },
    ),
    Screen("staff_settlements", P.SEE_MONEY, 200),
    Screen("staff_settlement_new", P.CLOSE_DAY, 302, "post", data=lambda _: {"file": a_report()}),
    Screen("staff_settlement", P.SEE_MONEY, 200, parts=lambda floor: {"file_id": floor.settlement.pk}),
    _settlement_verb("application"),
    _settlement_verb("dropping"),
    Screen(
        "staff_settlement_verb",
        P.CLOSE_DAY,
        302,
        "post",
        more="undo",
        parts=lambda floor: {"file_id": floor.settled.pk, "verb": "undoing"},
    ),
    Screen("staff_days", P.SEE_MONEY, 200),
    Screen("staff_day_closing", P.CLOSE_DAY, 302, "post", data=lambda floor: {"on": f"{floor.lakshmi.at:%Y-%m-%d}"}),
    Screen("staff_day", P.SEE_MONEY, 200, parts=lambda floor: {"on": f"{floor.closed.on:%Y-%m-%d}"}),
    Screen("staff_exceptions", P.SEE_MONEY, 200),
)

"""Histories that found something once, in the fewest steps that did: each is mended, and stays so."""

from typing import Any

import pytest

from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import Lakshmi
from tests.chaos.faults import Fault
from tests.chaos.machine import History, one_history, open_accounts, played
from tests.invoicing.registered import register


def order(method: str, *weather: Fault, basket: int = 0, use_credit: bool = False) -> tuple[str, dict[str, Any]]:
    """Asha presses the button."""
    facts = {"who": 0, "basket": basket, "method": method, "use_credit": use_credit}
    return "order", facts | {"weather": list(weather), "cut": None}


def on(times: int, *, pick: str = "as ordered", comes_back: bool = False) -> History:
    """The shop takes the order so many steps further."""
    return [("go_on", {"which": 0, "pick": pick, "comes_back": comes_back, "cut": None})] * times


def back(percent: int) -> tuple[str, dict[str, Any]]:
    """Staff give back so much of the bill."""
    return "give_back", {"which": 0, "percent": percent, "by_line": False, "is_again": False, "cut": None}


def work(*weather: Fault) -> tuple[str, dict[str, Any]]:
    """The worker does what it finds."""
    return "work", {"jobs": 9, "weather": list(weather), "cut": None}


def mend(verb: str) -> tuple[str, dict[str, Any]]:
    """Staff mend the first refund that did not arrive."""
    return "mend", {"which": 0, "verb": verb, "cut": None}


def bring(which: int = 0) -> tuple[str, dict[str, Any]]:
    """One of the messages that wait is brought."""
    return "bring", {"which": which, "times": 1, "cut": None}


def by_page(percent: int) -> tuple[str, dict[str, Any]]:
    """Somebody gives so much of what the bank took back on its own page."""
    return "give_back_by_page", {"which": 0, "percent": percent}


BY_PAGE_COMES_BACK = ("send_on", {"which": 0, "arrives": False})
READ_AGAIN: History = [("replay", {"which": which}) for which in range(3)]
A_DAY: History = [("let_pass", {"minutes": 24 * 60 + 1}), ("poll", {"weather": [], "cut": None})]
STAFF_CANCEL = ("cancel", {"which": 0, "by_staff": True, "cut": None})
KIND = ("be_kind", {"who": 0})

FOUND: dict[str, History] = {
    "money given back before the bags left is taken back from the invoice": [
        order("takes"),
        *on(3),
        back(10),
        *on(2),
    ],
    "by line, and the bags go out twice": [
        order("takes"),
        *on(3),
        ("give_back", {"which": 0, "percent": 50, "by_line": True, "is_again": False, "cut": None}),
        *on(1),
        *on(1, comes_back=True),
        *on(2),
    ],
    "store credit covers the bill, and the scale says more: the rider takes the rest": [
        *[KIND] * 3,
        order("cash_on_delivery", basket=2, use_credit=True),
        *on(3, pick="the most"),
        *on(2),
    ],
    "too much did not go back, and then the order was called off": [
        order("takes"),
        *on(3, pick="less"),
        work(Fault.DECLINE),
        STAFF_CANCEL,
    ],
    "a part did not go back, and then the order was called off and the part mended": [
        order("takes"),
        *on(3),
        back(50),
        work(Fault.DECLINE),
        STAFF_CANCEL,
        work(),
        mend("retry"),
    ],
    "what did not arrive is not given a second time": [
        order("takes"),
        *on(3),
        back(50),
        work(Fault.DECLINE),
        back(100),
        mend("by_hand"),
    ],
    "the bank takes nothing of what it held": [
        order("holds"),
        *on(3),
        work(Fault.DECLINE),
        *on(2),
    ],
    "news of the first try does not fail the second": [
        order("takes"),
        *on(3),
        back(50),
        work(Fault.DECLINE),
        mend("retry"),
        bring(1),
        work(),
    ],
    "news of the first try does not undo what was given by hand": [
        order("takes"),
        *on(3),
        back(50),
        work(Fault.DECLINE),
        mend("by_hand"),
        bring(1),
        work(),
    ],
    "news of one refund is not taken for another of the same amount": [
        order("takes"),
        *on(3),
        back(10),
        ("give_back", {"which": 0, "percent": 10, "by_line": False, "is_again": False, "cut": None}),
        work(Fault.LOST, Fault.UNHEARD),
        bring(1),
    ],
    "a refund that had arrived comes back, and nobody is told": [
        order("takes", basket=1, use_credit=True),
        STAFF_CANCEL,
        ("poll", {"weather": [], "cut": None}),
        ("send_on", {"which": 0, "arrives": False}),
    ],
    "old news of a hold does not revive what was declined since": [
        order("holds", Fault.UNHEARD),
        ("let_pass", {"minutes": 16}),
        ("expire", {"weather": [], "cut": None}),
        work(),
        bring(),
        work(),
    ],
    "what was given by the bank's page instead of one that did not arrive comes back": [
        order("takes"),
        *on(3),
        back(50),
        work(Fault.DECLINE),
        by_page(50),
        *[bring()] * 3,
        work(),
        BY_PAGE_COMES_BACK,
    ],
    "old news of what was given by the bank's page is not taken for the next try of it": [
        order("takes"),
        *on(3),
        by_page(50),
        *[bring()] * 2,
        work(),
        BY_PAGE_COMES_BACK,
        bring(),
        work(),
        mend("retry"),
        work(Fault.UNHEARD),
        *READ_AGAIN,
        work(),
        *A_DAY,
        mend("retry"),
        work(),
    ],
    "what was given by the bank's page is not taken for the part of a hold that was never taken": [
        order("holds"),
        *on(3, pick="less"),
        work(),
        by_page(100),
    ],
    "as much by the bank's page as the scale left of a hold, and then the rest": [
        order("holds", basket=2),
        *on(5),
        work(Fault.UNHEARD, Fault.REFUSED),
        by_page(10),
        by_page(100),
    ],
    "picking begins and the power goes between the move and its history": [
        order("takes"),
        *on(1),
        ("go_on", {"which": 0, "pick": "as ordered", "comes_back": False, "cut": 2}),
        *on(1),
    ],
    "what did not arrive was given with the rest of it by the bank's page": [
        order("takes"),
        *on(3, pick="less"),
        work(),
        BY_PAGE_COMES_BACK,
        by_page(100),
    ],
    "a part of what did not arrive was given by the bank's page": [
        order("takes"),
        *on(3),
        back(50),
        work(Fault.DECLINE),
        by_page(10),
        by_page(50),
    ],
    "more was given back by the bank's page than the scale says": [
        order("takes", basket=2),
        by_page(100),
        *[bring()] * 2,
        work(),
        *on(3, pick="less"),
        *on(2),
    ],
    "more than the scale says by the bank's page, and that comes back after the bags are closed": [
        order("takes", basket=2),
        by_page(100),
        *[bring()] * 2,
        work(),
        *on(3, pick="less"),
        BY_PAGE_COMES_BACK,
        *[bring()] * 2,
        work(),
        *on(2),
    ],
    "more than the scale says by the bank's page, and that comes back before": [
        order("takes", basket=2),
        by_page(100),
        *[bring()] * 2,
        work(),
        BY_PAGE_COMES_BACK,
        *[bring()] * 2,
        work(),
        *on(3, pick="less"),
        mend("retry"),
        work(),
        *on(2),
    ],
    "all that the bank took by its page comes back, and the rest was store credit": [
        KIND,
        order("takes", basket=2, use_credit=True),
        by_page(100),
        *[bring()] * 2,
        work(),
        *on(3, pick="less"),
        BY_PAGE_COMES_BACK,
        *[bring()] * 2,
        work(),
        *on(2),
    ],
}


@pytest.mark.parametrize("what", FOUND)
@pytest.mark.parametrize("rest_is_told", [True, False], ids=["the rest is told", "the rest is lost"])
def test_it_stays_mended(lakshmi: Lakshmi, what: str, rest_is_told: bool) -> None:
    open_accounts(register(lakshmi))
    assert played(FOUND[what], lakshmi=lakshmi, rest_is_told=rest_is_told) == []


def test_bags_that_were_given_for_nothing_leave_the_shop(lakshmi: Lakshmi) -> None:
    open_accounts(register(lakshmi))
    with one_history(lakshmi) as market:
        for step, facts in FOUND["more was given back by the bank's page than the scale says"]:
            getattr(market, step)(**facts)
        assert Order.objects.get().state == OrderState.DELIVERED

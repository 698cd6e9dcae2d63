"""The screens of customers' requests."""

from typing import Any

from kirana.accounts.roles import Permission
from kirana.support import services as support
from tests.backoffice.floor import Floor, Screen
from tests.cast import BY, NOW
from tests.support.asked import a_ticket, an_item

P = Permission
WORDS = {"text": "We bring six new ones at five."}


def _open(floor: Floor) -> dict[str, Any]:
    return {"number": a_ticket(floor.lakshmi, customer_id=floor.lakshmi.asha.pk).number}


def _settled(floor: Floor) -> dict[str, Any]:
    ticket = a_ticket(floor.lakshmi)
    support.resolve(ticket=ticket, text="Done.", by=BY, at=NOW)
    return {"number": ticket.number, "verb": "reopening"}


def _item(floor: Floor) -> dict[str, Any]:
    return {"pk": an_item(floor.lakshmi).pk}


SUPPORT_SCREENS = (
    Screen("staff_insight", P.SEE_INSIGHT, 200),
    Screen("staff_insight_file", P.SEE_INSIGHT, 200, parts=lambda _: {"table": "sales"}),
    Screen("staff_plan", P.SEE_INSIGHT, 200),
    Screen("staff_plan_items", P.RUN_CONSOLE, 302, "post", data=lambda _: {"title": "Jackfruit", "kind": "feature"}),
    Screen("staff_plan_review", P.RUN_CONSOLE, 302, "post"),
    Screen("staff_plan_weight", P.RUN_CONSOLE, 302, "post", parts=_item, data=lambda _: {"reach": "4", "effort": "1"}),
    Screen("staff_plan_move", P.RUN_CONSOLE, 302, "post", parts=lambda floor: _item(floor) | {"move": "plan"}),
    Screen("staff_support", P.ACCEPT_ORDERS, 200),
    Screen("staff_request", P.ACCEPT_ORDERS, 200, parts=_open),
    Screen(
        "staff_request_verb",
        P.ACCEPT_ORDERS,
        302,
        "post",
        more="answer",
        parts=lambda floor: _open(floor) | {"verb": "answer"},
        data=lambda _: WORDS,
    ),
    Screen(
        "staff_request_verb",
        P.ACCEPT_ORDERS,
        302,
        "post",
        more="settle",
        parts=lambda floor: _open(floor) | {"verb": "settlement"},
        data=lambda _: WORDS,
    ),
    Screen("staff_request_verb", P.ACCEPT_ORDERS, 302, "post", more="reopen", parts=_settled),
    Screen(
        "staff_request_credit",
        P.REFUND,
        302,
        "post",
        parts=_open,
        data=lambda _: {"credit-key": "press-1", "credit-amount": "50"},
    ),
)

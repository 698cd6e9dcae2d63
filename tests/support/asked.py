"""Asha asks for help."""

from typing import Any

from kirana.core.actors import GUEST
from kirana.support import planning
from kirana.support import services as support
from kirana.support.models import PlanItem, Ticket
from tests.cast import BY, NOW, Lakshmi, a_key


def a_request(**changes: Any) -> support.Request:
    """One egg of six was broken."""
    asked = {
        "about": "bad",
        "text": "One egg of six was broken.",
        "name": "Asha Iyer",
        "phone": "+919845011001",
        "email": "asha@example.com",
        "language": "en",
    }
    return support.Request(**(asked | changes))


def a_ticket(lakshmi: Lakshmi, *, key: str = "", at: Any = NOW, picture: str = "", **changes: Any) -> Ticket:
    """The request, taken in."""
    request = a_request(**changes)
    return support.open_ticket(
        store=lakshmi.store, request=request, key=key or a_key(), picture=picture, by=GUEST, at=at
    )


def an_item(lakshmi: Lakshmi) -> PlanItem:
    """Something on the list that nobody has decided about."""
    store = lakshmi.store
    return planning.write_down(store=store, title="Sell jackfruit", kind="feature", topic="", by=BY, at=NOW)

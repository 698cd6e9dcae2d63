"""Every way to pay by its code: those that ask a gateway, and those that are an account with the shop."""

from kirana.payments import gateways
from kirana.payments.gateways.contract import Gateway
from kirana.payments.ledgers import methods
from kirana.payments.ledgers.contract import OnAccount

ALL: dict[str, Gateway | OnAccount] = {**gateways.ALL, **methods.ALL}


def label(code: str) -> str:
    """Its name on a button; the code of one that is no more."""
    return str(ALL[code].label) if code in ALL else code


def is_on_account(code: str) -> bool:
    """Whether its money is a row of our own, charged and given back in our own transaction."""
    return code in methods.ALL


def is_paid_at_the_door(code: str) -> bool:
    """Whether the rider takes the money."""
    return code in gateways.ALL and gateways.by_code(code).is_paid_at_the_door


def accounts_of(*, customer_id: int | None) -> list[tuple[OnAccount, int]]:
    """The accounts a customer can pay from, each with its room in paise; none without a customer or without room."""
    if customer_id is None:
        return []
    rooms = [(method, method.room(customer_id=customer_id)) for method in methods.ALL.values()]
    return [(method, room) for method, room in rooms if room > 0]

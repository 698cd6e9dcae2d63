"""Khata and store credit as ways to pay, behind the contract."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.core.actors import Actor
from kirana.payments.ledgers import khata, selectors, store_credit
from kirana.payments.ledgers.contract import OnAccount


class Khata:
    """What is bought goes on the khata."""

    code = "khata"
    label: str | Promise = _("Khata")
    hint: str | Promise = _("On your account with the shop; pay later, without interest.")

    def room(self, *, customer_id: int) -> int:
        account = selectors.khata_of(customer_id=customer_id)
        return max(account.room_paise, 0) if account else 0

    def charge(self, *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime) -> None:
        khata.give(customer_id=customer_id, reference=reference, amount_paise=amount_paise, key=key, by=by, at=at)

    def give_back(
        self, *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str
    ) -> None:
        khata.take_back(
            customer_id=customer_id, reference=reference, amount_paise=amount_paise, key=key, by=by, at=at, why=why
        )


class StoreCredit:
    """What the shop keeps for the customer pays for it."""

    code = "store_credit"
    label: str | Promise = _("Store credit")
    hint: str | Promise = _("What the shop keeps for you.")

    def room(self, *, customer_id: int) -> int:
        return selectors.credit_paise(customer_id=customer_id)

    def charge(self, *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime) -> None:
        store_credit.spend(
            customer_id=customer_id, reference=reference, amount_paise=amount_paise, key=key, by=by, at=at
        )

    def give_back(
        self, *, customer_id: int, reference: str, amount_paise: int, key: str, by: Actor, at: datetime, why: str
    ) -> None:
        store_credit.put_back(
            customer_id=customer_id, reference=reference, amount_paise=amount_paise, key=key, by=by, at=at, why=why
        )


ALL: dict[str, OnAccount] = {method.code: method for method in (Khata(), StoreCredit())}


def by_code(code: str) -> OnAccount:
    """The method with this code; `KeyError` for one that never was."""
    return ALL[code]

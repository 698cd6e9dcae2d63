"""The money side of the demo's month: khatas of the neighbours, the evening's cash, the closed days."""

import random
from datetime import datetime
from typing import Any

from kirana.core.actors import Actor
from kirana.customers.models import Customer
from kirana.flows import keep_khata
from kirana.flows.close_day import close_day
from kirana.payments.ledgers import cash, khata, selectors, store_credit
from kirana.payments.ledgers.models import CountedAt, KhataAccount, Means
from kirana.stores.models import Store

ON_KHATA = (("Kamala Devi", "+919845011007", 3000_00), ("Joseph D'Souza", "+919845011004", 2000_00))
TAKEN = ("Milk and curd", "Rice, 5 kg", "The week's vegetables", "Atta and oil", "Tea and biscuits")
FLOAT_PAISE = 2000_00


def open_khatas(*, store: Store, customers: list[Customer], by: Actor, at: datetime) -> list[KhataAccount]:
    """A khata for some who can sign in and for some who cannot; the till gets its change."""
    cash.put_in(store_id=store.pk, amount_paise=FLOAT_PAISE, key="demo-float", by=by, at=at, why="Change from the bank")
    terms: dict[str, Any] = {"store_id": store.pk, "due_day": 5, "by": by, "at": at}
    known = [khata.open_account(customer_id=one.pk, limit_paise=5000_00, **terms) for one in customers]
    new = [
        keep_khata.open_for_new_customer(name=name, phone=phone, limit_paise=limit, **terms)
        for name, phone, limit in ON_KHATA
    ]
    for one in customers[:1]:
        facts: dict[str, Any] = {
            "amount_paise": 60_00,
            "key": "demo-goodwill",
            "by": by,
            "at": at,
            "why": "The eggs were broken",
        }
        store_credit.give_goodwill(customer_id=one.pk, **facts)
    return [*known, *new]


def an_evening(*, store: Store, accounts: list[KhataAccount], dice: random.Random, by: Actor, at: datetime) -> None:
    """Someone takes on account, someone pays a part, the riders hand in, the till is counted, the day is closed."""
    account = dice.choice(accounts)
    room = selectors.khata(store_id=store.pk, account_id=account.pk, on=at.date()).room_paise
    amount = dice.randint(60, 380) * 100
    key = f"demo-{at:%Y%m%d}"
    if amount <= room:
        facts: dict[str, Any] = {"reference": "", "amount_paise": amount, "key": f"{key}-given", "by": by, "at": at}
        khata.give(customer_id=account.customer_id, why=dice.choice(TAKEN), **facts)
    elif dice.random() < 0.8:
        means = dice.choice((Means.CASH, Means.UPI))
        utr = f"{dice.randrange(10**11, 10**12)}" if means is Means.UPI else ""
        paid: dict[str, Any] = {
            "amount_paise": 1000_00,
            "means": means,
            "utr": utr,
            "key": f"{key}-paid",
            "by": by,
            "at": at,
        }
        keep_khata.repay(account=account, **paid)
    _hand_in(store, dice, key, by, at)
    there = selectors.cash_with(store_id=store.pk, holder_id=None)
    till: dict[str, Any] = {
        "counted_paise": there,
        "moment": CountedAt.CLOSING,
        "key": f"{key}-till",
        "by": by,
        "at": at,
        "why": "",
    }
    cash.count_till(store_id=store.pk, **till)
    close_day(store_id=store.pk, on=at.date(), by=by, at=at, note="")


def _hand_in(store: Store, dice: random.Random, key: str, by: Actor, at: datetime) -> None:
    for box in selectors.cash_boxes(store_id=store.pk):
        if box.holder_id is None or not box.balance_paise:
            continue
        short = 10_00 if dice.random() < 0.07 else 0
        counted: dict[str, Any] = {
            "counted_paise": max(box.balance_paise - short, 0),
            "why": "A torn note" if short else "",
        }
        cash.hand_in(store_id=store.pk, holder_id=box.holder_id, key=f"{key}-{box.holder_id}", by=by, at=at, **counted)

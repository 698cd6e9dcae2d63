"""What the shop keeps for Asha: given, spent, given back, and never less than nothing."""

import pytest
from django.db import IntegrityError, transaction

from kirana.payments.ledgers import selectors, store_credit
from kirana.payments.ledgers.books import check
from kirana.payments.ledgers.models import CreditAccount, CreditEntry
from kirana.payments.ledgers.refusals import MoreThanWasCharged, NothingToWrite, ReasonMissing
from kirana.payments.ledgers.store_credit import NotEnoughCredit
from tests.cast import BY, LATER, NOW


def goodwill(customer, amount_paise, *, key="g1", why="the eggs were broken"):
    store_credit.give_goodwill(customer_id=customer.pk, amount_paise=amount_paise, key=key, by=BY, at=NOW, why=why)


def spend(customer, amount_paise, *, key="s1"):
    store_credit.spend(customer_id=customer.pk, reference="KM-1", amount_paise=amount_paise, key=key, by=BY, at=LATER)


def put_back(customer, amount_paise, *, key="r1"):
    store_credit.put_back(
        customer_id=customer.pk,
        reference="KM-1",
        amount_paise=amount_paise,
        key=key,
        by=BY,
        at=LATER,
        why="cancelled",
    )


def kept_for(customer) -> int:
    return selectors.credit_paise(customer_id=customer.pk)


def test_goodwill_and_a_refund_are_spent_and_what_comes_to_nothing_is_given_back(lakshmi):
    asha = lakshmi.asha
    goodwill(asha, 50_00)
    store_credit.refund_to_credit(customer_id=asha.pk, reference="KM-0", amount_paise=100_00, key="f1", by=BY, at=NOW)
    spend(asha, 120_00)
    put_back(asha, 20_00)
    rows = CreditEntry.objects.values_list("kind", "change_paise", "balance_after_paise", "reference")
    assert list(rows) == [
        ("goodwill", 50_00, 50_00, ""),
        ("refund", 100_00, 150_00, "KM-0"),
        ("spent", -120_00, 30_00, "KM-1"),
        ("returned", 20_00, 50_00, "KM-1"),
    ]
    assert (kept_for(asha), kept_for(lakshmi.bilal)) == (50_00, 0)
    assert list(check()) == []


def test_the_same_key_works_once(lakshmi):
    for _press in range(2):
        goodwill(lakshmi.asha, 50_00)
        spend(lakshmi.asha, 30_00)
        put_back(lakshmi.asha, 10_00)
    assert kept_for(lakshmi.asha) == 30_00
    assert CreditEntry.objects.count() == 3


def test_more_than_there_is_cannot_be_spent(lakshmi):
    goodwill(lakshmi.asha, 50_00)
    with pytest.raises(NotEnoughCredit) as refused:
        spend(lakshmi.asha, 50_01)
    assert refused.value.message == "There is ₹50 of store credit, and this comes to ₹50.01."
    assert kept_for(lakshmi.asha) == 50_00
    assert CreditEntry.objects.count() == 1


def test_the_database_itself_refuses_less_than_nothing(lakshmi):
    goodwill(lakshmi.asha, 50_00)
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditAccount.objects.update(balance_paise=-1)


def test_no_more_is_given_back_than_was_spent_on_the_order(lakshmi):
    goodwill(lakshmi.asha, 50_00)
    spend(lakshmi.asha, 30_00)
    put_back(lakshmi.asha, 25_00)
    with pytest.raises(MoreThanWasCharged):
        put_back(lakshmi.asha, 5_01, key="r2")
    assert kept_for(lakshmi.asha) == 45_00


def test_goodwill_has_a_reason_and_is_something(lakshmi):
    with pytest.raises(ReasonMissing):
        goodwill(lakshmi.asha, 50_00, why="")
    with pytest.raises(NothingToWrite):
        goodwill(lakshmi.asha, 0)
    assert CreditEntry.objects.count() == 0

"""Asha's khata: opened, given on, paid, corrected, and never above its limit."""

import pytest
from django.db import IntegrityError, transaction

from kirana.core.audit import AuditEntry
from kirana.payments.ledgers import khata
from kirana.payments.ledgers.books import check
from kirana.payments.ledgers.khata import (
    DueDayUnknown,
    KhataExists,
    KhataLimitReached,
    LimitBelowBalance,
    NoKhata,
)
from kirana.payments.ledgers.models import KhataAccount, KhataEntry, Means
from kirana.payments.ledgers.refusals import MoreThanWasCharged, NothingToWrite, ReasonMissing
from kirana.payments.utrs import TransferUsed
from tests.cast import BY, LATER, NOW

UTR = "412345678901"


@pytest.fixture
def ashas(lakshmi):
    """A khata of up to ₹2,000, due on the fifth."""
    return open_for(lakshmi, lakshmi.asha)


def open_for(lakshmi, customer, limit_paise=2000_00):
    return khata.open_account(
        store_id=lakshmi.store.pk, customer_id=customer.pk, limit_paise=limit_paise, due_day=5, by=BY, at=NOW
    )


def give(account, amount_paise, *, key="k1", reference="KM-1", at=NOW):
    khata.give(customer_id=account.customer_id, reference=reference, amount_paise=amount_paise, key=key, by=BY, at=at)


def repay(account, amount_paise, *, key="p1", means=Means.CASH, utr=""):
    return khata.repay(account_id=account.pk, amount_paise=amount_paise, means=means, utr=utr, key=key, by=BY, at=LATER)


def written(account) -> list[tuple[str, int, int, str]]:
    """The khata line by line: kind, change, what was owed then, for what."""
    rows = KhataEntry.objects.filter(account=account)
    return list(rows.values_list("kind", "change_paise", "balance_after_paise", "reference"))


def owed(account) -> int:
    return KhataAccount.objects.get(pk=account.pk).balance_paise


def test_asha_takes_goods_pays_a_part_and_every_line_says_what_she_owes(ashas):
    give(ashas, 608_00)
    give(ashas, 92_50, key="k2", reference="")
    repay(ashas, 500_00)
    assert written(ashas) == [
        ("given", 608_00, 608_00, "KM-1"),
        ("given", 92_50, 700_50, ""),
        ("repaid", -500_00, 200_50, ""),
    ]
    assert owed(ashas) == 200_50
    assert list(check()) == []


def test_the_same_key_gives_takes_back_repays_and_corrects_once(ashas):
    for _press in range(2):
        give(ashas, 608_00)
        repay(ashas, 100_00)
        khata.correct(account_id=ashas.pk, change_paise=-8_00, key="c1", by=BY, at=LATER, why="counted twice")
        take_back(ashas, 200_00)
    assert owed(ashas) == 300_00
    assert len(written(ashas)) == 4


def take_back(account, amount_paise, *, key="b1", reference="KM-1"):
    khata.take_back(
        customer_id=account.customer_id,
        reference=reference,
        amount_paise=amount_paise,
        key=key,
        by=BY,
        at=LATER,
        why="weighed less",
    )


def test_nothing_is_given_above_the_limit(ashas):
    give(ashas, 1500_00)
    with pytest.raises(KhataLimitReached) as refused:
        give(ashas, 500_01, key="k2")
    assert refused.value.message == "The khata has room for ₹500, and this comes to ₹500.01."
    assert (owed(ashas), len(written(ashas))) == (1500_00, 1)
    give(ashas, 500_00, key="k2")
    assert owed(ashas) == 2000_00


def test_the_database_itself_refuses_a_balance_above_the_limit(ashas):
    with pytest.raises(IntegrityError), transaction.atomic():
        KhataAccount.objects.filter(pk=ashas.pk).update(balance_paise=2000_01)


def test_bilal_has_no_khata_and_is_given_nothing(lakshmi):
    with pytest.raises(NoKhata):
        khata.give(customer_id=lakshmi.bilal.pk, reference="KM-1", amount_paise=1, key="k", by=BY, at=NOW)
    assert KhataEntry.objects.count() == 0


def test_on_a_closed_khata_nothing_is_given_and_payments_are_still_taken(ashas):
    give(ashas, 300_00)
    khata.set_terms(account_id=ashas.pk, limit_paise=2000_00, due_day=5, is_open=False, by=BY, at=LATER)
    with pytest.raises(NoKhata):
        give(ashas, 1_00, key="k2")
    repay(ashas, 300_00)
    assert owed(ashas) == 0


def test_asha_may_pay_ahead(ashas):
    repay(ashas, 250_00)
    assert owed(ashas) == -250_00
    give(ashas, 2250_00)
    assert owed(ashas) == 2000_00


def test_no_more_is_taken_back_than_was_given_for_the_order(ashas):
    give(ashas, 608_00)
    give(ashas, 900_00, key="k2", reference="KM-2")
    take_back(ashas, 600_00)
    with pytest.raises(MoreThanWasCharged) as refused:
        take_back(ashas, 8_01, key="b2")
    assert refused.value.message == "Only ₹8 of this was charged and not given back yet."
    assert owed(ashas) == 908_00


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_and_less_than_nothing_are_refused(ashas, amount):
    with pytest.raises(NothingToWrite):
        give(ashas, amount)
    with pytest.raises(NothingToWrite):
        repay(ashas, amount)
    assert written(ashas) == []


def test_a_transfer_repays_once(ashas):
    give(ashas, 608_00)
    repay(ashas, 100_00, means=Means.UPI, utr=UTR)
    with pytest.raises(TransferUsed):
        repay(ashas, 100_00, key="p2", means=Means.UPI, utr=UTR)
    assert owed(ashas) == 508_00


def test_a_correction_has_a_reason_stays_in_the_limit_and_is_in_the_log(ashas):
    with pytest.raises(ReasonMissing):
        khata.correct(account_id=ashas.pk, change_paise=5_00, key="c1", by=BY, at=NOW, why=" ")
    with pytest.raises(KhataLimitReached):
        khata.correct(account_id=ashas.pk, change_paise=2000_01, key="c1", by=BY, at=NOW, why="too much")
    khata.correct(account_id=ashas.pk, change_paise=40_00, key="c1", by=BY, at=NOW, why="the milk of the second")
    assert owed(ashas) == 40_00
    assert AuditEntry.objects.filter(action="khata.correct", subject=f"khata:{ashas.pk}").count() == 1


def test_a_khata_is_opened_once_and_its_terms_are_in_the_log(lakshmi, ashas):
    with pytest.raises(KhataExists):
        open_for(lakshmi, lakshmi.asha, limit_paise=9000_00)
    khata.set_terms(account_id=ashas.pk, limit_paise=3000_00, due_day=10, is_open=True, by=BY, at=LATER)
    logged = AuditEntry.objects.get(action="khata.terms")
    assert logged.detail["was"] == {"limit_paise": 2000_00, "due_day": 5, "is_open": True}
    assert logged.detail["now"] == {"limit_paise": 3000_00, "due_day": 10, "is_open": True}


def test_the_limit_is_never_below_what_is_owed(ashas):
    give(ashas, 608_00)
    with pytest.raises(LimitBelowBalance):
        khata.set_terms(account_id=ashas.pk, limit_paise=607_99, due_day=5, is_open=True, by=BY, at=LATER)
    assert KhataAccount.objects.get(pk=ashas.pk).limit_paise == 2000_00


@pytest.mark.parametrize("day", [0, 29])
def test_the_due_day_is_one_that_every_month_has(lakshmi, ashas, day):
    with pytest.raises(DueDayUnknown):
        khata.set_terms(account_id=ashas.pk, limit_paise=2000_00, due_day=day, is_open=True, by=BY, at=LATER)


def test_an_entry_that_was_changed_afterwards_is_named(ashas):
    give(ashas, 608_00)
    KhataEntry.objects.filter(account=ashas).update(change_paise=600_00)
    entry = KhataEntry.objects.get()
    assert list(check()) == [
        f"khata entry {entry.pk} goes from ₹0 by ₹600 to ₹608",
        f"khata {ashas.pk} stands at ₹608, but its entries sum to ₹600",
    ]

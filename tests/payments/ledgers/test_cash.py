"""Cash: with Dev, in the till, counted, and never a rupee without an entry."""

import pytest
from django.db import IntegrityError, transaction

from kirana.core.audit import AuditEntry
from kirana.payments.ledgers import cash
from kirana.payments.ledgers.books import check
from kirana.payments.ledgers.cash import DifferenceUnexplained, NoCashToHandIn, NotEnoughCash
from kirana.payments.ledgers.models import CashBox, CashEntry, CountedAt
from kirana.payments.ledgers.refusals import NothingToWrite, ReasonMissing
from tests.cast import BY, LATER, NOW


def take(shop, amount_paise, *, key="t1", holder=None):
    cash.take(
        store_id=shop.store.pk,
        holder_id=holder.user_id if holder else None,
        amount_paise=amount_paise,
        reference="KM-1",
        key=key,
        by=BY,
        at=NOW,
    )


def hand_in(shop, counted_paise, *, key="h1", why=""):
    cash.hand_in(
        store_id=shop.store.pk,
        holder_id=shop.dev.user_id,
        counted_paise=counted_paise,
        key=key,
        by=BY,
        at=LATER,
        why=why,
    )


def held() -> dict[str, int]:
    """What is where, by the holder's name."""
    boxes = CashBox.objects.select_related("holder")
    return {str(box.holder.name) if box.holder else "till": box.balance_paise for box in boxes}


def lines() -> list[tuple[str, int, int]]:
    return list(CashEntry.objects.values_list("kind", "change_paise", "balance_after_paise"))


def test_what_dev_took_goes_into_the_till_to_the_paisa(lakshmi):
    take(lakshmi, 608_00, holder=lakshmi.dev)
    take(lakshmi, 149_50, key="t2", holder=lakshmi.dev)
    hand_in(lakshmi, 757_50)
    assert held() == {"Dev Kumar": 0, "till": 757_50}
    assert lines() == [
        ("taken", 608_00, 608_00),
        ("taken", 149_50, 757_50),
        ("count", 0, 757_50),
        ("handed_in", -757_50, 0),
        ("received", 757_50, 757_50),
    ]
    assert list(check()) == []


def test_ten_rupees_short_need_a_reason_and_are_an_entry_and_in_the_log(lakshmi):
    take(lakshmi, 608_00, holder=lakshmi.dev)
    with pytest.raises(DifferenceUnexplained) as refused:
        hand_in(lakshmi, 598_00)
    assert refused.value.message == "It should be ₹608 and ₹598 was counted. Say why."
    assert held() == {"Dev Kumar": 608_00}
    hand_in(lakshmi, 598_00, why="a torn note")
    assert held() == {"Dev Kumar": 0, "till": 598_00}
    found = CashEntry.objects.get(kind="count")
    assert (found.change_paise, found.counted_paise, found.why) == (-10_00, 598_00, "a torn note")
    assert AuditEntry.objects.get(action="cash.difference").detail == {
        "expected_paise": 608_00,
        "counted_paise": 598_00,
        "why": "a torn note",
    }
    assert list(check()) == []


def test_too_much_and_nothing_at_all_are_differences_too(lakshmi):
    take(lakshmi, 608_00, holder=lakshmi.dev)
    hand_in(lakshmi, 618_00, why="a customer would not take change")
    take(lakshmi, 50_00, key="t2", holder=lakshmi.dev)
    hand_in(lakshmi, 0, key="h2", why="robbed on 12th Main")
    assert held() == {"Dev Kumar": 0, "till": 618_00}
    assert list(check()) == []


def test_pressing_twice_takes_and_hands_in_once(lakshmi):
    for _press in range(2):
        take(lakshmi, 608_00, holder=lakshmi.dev)
    for _press in range(2):
        hand_in(lakshmi, 608_00)
    assert held() == {"Dev Kumar": 0, "till": 608_00}
    assert len(lines()) == 4


def test_with_nothing_in_his_bag_dev_hands_nothing_in(lakshmi):
    with pytest.raises(NoCashToHandIn):
        hand_in(lakshmi, 0)
    assert lines() == []


def test_the_till_is_counted_on_opening_and_on_closing(lakshmi):
    def count(counted_paise, moment, key, why=""):
        store, at = lakshmi.store.pk, NOW
        cash.count_till(store_id=store, counted_paise=counted_paise, moment=moment, key=key, by=BY, at=at, why=why)

    count(2000_00, CountedAt.OPENING, "o", why="change from the bank")
    take(lakshmi, 92_00)
    with pytest.raises(DifferenceUnexplained):
        count(2090_00, CountedAt.CLOSING, "c")
    count(2092_00, CountedAt.CLOSING, "c")
    count(2092_00, CountedAt.CLOSING, "c")
    assert lines() == [("count", 2000_00, 2000_00), ("taken", 92_00, 2092_00), ("count", 0, 2092_00)]


def test_money_leaves_and_enters_the_till_for_a_reason_and_never_more_than_there_is(lakshmi):
    put = {"store_id": lakshmi.store.pk, "by": BY, "at": NOW}
    cash.put_in(amount_paise=500_00, key="i1", why="change from the bank", **put)
    with pytest.raises(NotEnoughCash):
        cash.pay_out(amount_paise=500_01, key="o1", why="the milkman", **put)
    with pytest.raises(ReasonMissing):
        cash.pay_out(amount_paise=5_00, key="o1", why=" ", **put)
    with pytest.raises(NothingToWrite):
        cash.pay_out(amount_paise=0, key="o1", why="nobody", **put)
    for _press in range(2):
        cash.pay_out(amount_paise=320_00, key="o1", why="the milkman", **put)
    assert held() == {"till": 180_00}
    assert AuditEntry.objects.filter(action__in=["cash.put_in", "cash.paid_out"]).count() == 2


def test_the_database_itself_refuses_cash_below_nothing(lakshmi):
    take(lakshmi, 10_00)
    with pytest.raises(IntegrityError), transaction.atomic():
        CashBox.objects.update(balance_paise=-1)

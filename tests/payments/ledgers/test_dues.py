"""What of a khata is due: what was given in a month, on the due day of the next; payments settle the oldest first."""

from datetime import date, datetime

import pytest

from kirana.payments.ledgers import khata, selectors
from kirana.payments.ledgers.dues import due
from kirana.payments.ledgers.models import Means
from tests.cast import BY, ZONE


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=ZONE)


@pytest.fixture
def ashas(lakshmi):
    """Due on the fifth. ₹400 given in January, ₹300 in February, ₹200 on 2 March."""
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=5000_00, due_day=5, by=BY, at=on(1, 2)
    )
    for number, (at, amount) in enumerate([(on(1, 10), 400_00), (on(2, 27), 300_00), (on(3, 2), 200_00)]):
        khata.give(
            customer_id=lakshmi.asha.pk, reference=f"KM-{number}", amount_paise=amount, key=f"g{number}", by=BY, at=at
        )
    return account


def asked(account, month: int, day: int) -> tuple[int, date, int]:
    """Overdue, the next due day, and what falls due on it."""
    today = date(2026, month, day)
    found = due(selectors.khata(store_id=account.store_id, account_id=account.pk, on=today), on=today)
    return found.overdue_paise, found.next_on, found.next_paise


def test_on_the_due_day_itself_nothing_more_is_overdue(ashas):
    assert asked(ashas, 3, 5) == (400_00, date(2026, 3, 5), 300_00)


def test_the_day_after_what_was_given_until_the_end_of_february_is_overdue(ashas):
    assert asked(ashas, 3, 6) == (700_00, date(2026, 4, 5), 200_00)


def test_a_part_payment_settles_the_oldest_first(ashas):
    khata.repay(account_id=ashas.pk, amount_paise=650_00, means=Means.CASH, utr="", key="p", by=BY, at=on(3, 6))
    assert asked(ashas, 3, 7) == (50_00, date(2026, 4, 5), 200_00)


def test_who_pays_ahead_owes_nothing_on_any_day(ashas):
    khata.repay(account_id=ashas.pk, amount_paise=950_00, means=Means.CASH, utr="", key="p", by=BY, at=on(3, 6))
    assert asked(ashas, 3, 7) == (0, date(2026, 4, 5), 0)


def test_goods_taken_back_were_never_given(ashas):
    khata.take_back(
        customer_id=ashas.customer_id,
        reference="KM-2",
        amount_paise=200_00,
        key="b",
        by=BY,
        at=on(3, 6),
        why="returned",
    )
    assert asked(ashas, 3, 7) == (700_00, date(2026, 4, 5), 0)


def test_a_correction_lowers_what_is_overdue(ashas):
    khata.correct(account_id=ashas.pk, change_paise=-100_00, key="c", by=BY, at=on(3, 6), why="counted twice")
    assert asked(ashas, 3, 7) == (600_00, date(2026, 4, 5), 200_00)


def test_december_is_followed_by_january(ashas):
    assert asked(ashas, 12, 30)[1] == date(2027, 1, 5)


def test_the_list_knows_who_is_overdue(lakshmi, ashas):
    def listed(day, only):
        found = selectors.khatas(store_id=lakshmi.store.pk, on=day, only=only)
        return [account.customer.name for account in found]

    assert listed(date(2026, 3, 6), "overdue") == ["Asha Iyer"]
    khata.repay(account_id=ashas.pk, amount_paise=700_00, means=Means.CASH, utr="", key="p", by=BY, at=on(3, 6))
    assert listed(date(2026, 3, 6), "overdue") == []
    assert listed(date(2026, 3, 6), "owing") == ["Asha Iyer"]

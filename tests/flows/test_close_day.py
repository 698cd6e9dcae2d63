"""The daily close: to the paisa, once, kept for good, and whatever does not balance named to the row."""

from datetime import date, datetime, timedelta

import pytest

from kirana.flows import keep_khata
from kirana.flows.close_day import DayNotOver, FindingsUnexplained, books_of, close_day
from kirana.orders.states import OrderState
from kirana.payments.ledgers import cash, khata, store_credit
from kirana.payments.ledgers.days import DayIsClosed
from kirana.payments.ledgers.models import CashEntry, ClosedDay, KhataEntry, Means
from kirana.payments.ledgers.settlements import services as settlements
from kirana.payments.models import Payment
from tests.cast import BY, NOW, ZONE
from tests.payments.ledgers.settlements.reports import a_charge, stripe

TODAY = NOW.date()
EVENING = datetime(2026, 3, 2, 21, 0, tzinfo=ZONE)


@pytest.fixture
def a_day(lakshmi):
    """Two orders delivered for ₹570 each, one paid in cash and one by UPI; ₹300 on a khata, of which ₹120 came back."""
    lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    by_upi = lakshmi.a_placed_order(atta=2, wish={"payment_method": "upi_on_delivery"})
    lakshmi.take_to(by_upi, OrderState.DELIVERED)
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=2000_00, due_day=5, by=BY, at=NOW
    )
    khata.give(customer_id=lakshmi.asha.pk, reference="", amount_paise=300_00, key="g", by=BY, at=NOW)
    keep_khata.repay(account=account, amount_paise=120_00, means=Means.CASH, utr="", key="p", by=BY, at=NOW)
    store_credit.give_goodwill(customer_id=lakshmi.bilal.pk, amount_paise=50_00, key="w", by=BY, at=NOW, why="late")
    return lakshmi


def close(shop, *, on: date = TODAY, at: datetime = EVENING, note: str = "") -> ClosedDay:
    return close_day(store_id=shop.store.pk, on=on, by=BY, at=at, note=note)


def test_a_day_closes_to_the_paisa(a_day, findings):
    day = close(a_day)
    assert day.figures == {
        "captured:cash_on_delivery": 570_00,
        "captured:upi_on_delivery": 570_00,
        "cash:taken": 690_00,
        "credit:goodwill": 50_00,
        "khata:given": 300_00,
        "khata:repaid": -120_00,
    }
    assert sorted(day.balances) == [
        ["credit", "", 50_00],
        ["khata", "", 180_00],
        ["rider", "Dev Kumar", 570_00],
        ["till", "", 120_00],
    ]
    assert day.findings == []
    assert findings() == []


def test_a_day_closes_once(a_day, nothing_moves):
    close(a_day)
    with nothing_moves(), pytest.raises(DayIsClosed):
        close(a_day, note="again")
    assert ClosedDay.objects.count() == 1


def test_what_comes_after_the_close_falls_into_the_next_day(a_day):
    close(a_day)
    a_day.take_to(a_day.a_placed_order(atta=2), OrderState.DELIVERED, at=EVENING + timedelta(minutes=30))
    tomorrow = close(a_day, on=TODAY + timedelta(days=1), at=EVENING + timedelta(days=1))
    assert tomorrow.figures == {"captured:cash_on_delivery": 570_00, "cash:taken": 570_00}


def test_an_entry_that_was_written_late_is_in_the_next_day_and_not_lost(a_day):
    close(a_day)
    khata.give(customer_id=a_day.asha.pk, reference="", amount_paise=7_00, key="late", by=BY, at=NOW)
    tomorrow = close(a_day, on=TODAY + timedelta(days=1), at=EVENING + timedelta(days=1))
    assert tomorrow.figures == {"khata:given": 7_00}


def test_a_day_that_was_forgotten_ends_at_midnight(a_day):
    late = EVENING + timedelta(hours=12)
    khata.give(customer_id=a_day.asha.pk, reference="", amount_paise=9_00, key="tuesday", by=BY, at=late)
    assert "khata:given" in close(a_day, at=late).figures
    tuesday = close(a_day, on=TODAY + timedelta(days=1), at=late)
    assert tuesday.figures == {"khata:given": 9_00}


def test_a_day_before_the_last_closed_one_and_a_day_to_come_are_refused(a_day):
    close(a_day)
    with pytest.raises(DayIsClosed):
        close(a_day, on=TODAY - timedelta(days=1))
    with pytest.raises(DayNotOver):
        close(a_day, on=TODAY + timedelta(days=1))


def test_what_does_not_balance_is_named_and_asks_for_a_word(a_day):
    cash_order = Payment.objects.get(gateway="cash_on_delivery").reference
    CashEntry.objects.filter(reference=cash_order).update(change_paise=560_00)
    with pytest.raises(FindingsUnexplained):
        close(a_day)
    day = close(a_day, note="Dev is asked tomorrow")
    assert f"{cash_order}: ₹570 was paid in cash, but ₹560 came into the cash" in day.findings
    assert day.note == "Dev is asked tomorrow"


def test_cash_that_nobody_paid_is_named(a_day):
    cash.take(store_id=a_day.store.pk, holder_id=None, amount_paise=5_00, reference="", key="found", by=BY, at=NOW)
    assert books_of(store_id=a_day.store.pk, on=TODAY, at=EVENING).findings == [
        "₹5 of cash was taken for found, which nobody paid"
    ]


def test_a_khata_charged_for_an_order_that_it_does_not_pay_is_named(a_day):
    khata.give(customer_id=a_day.asha.pk, reference="KM-77", amount_paise=12_00, key="x", by=BY, at=NOW)
    found = books_of(store_id=a_day.store.pk, on=TODAY, at=EVENING).findings
    assert found == ["KM-77: ₹0 of khata pays for it, but ₹12 is charged"]


def test_settlements_are_in_the_days_figures_and_their_strangers_among_the_findings(a_day):
    file = settlements.read_file(
        store_id=a_day.store.pk, file=stripe(a_charge("txn_1", "pi_1")), name="payouts.csv", by=BY, at=NOW
    )
    settlements.apply_file(file_id=file.pk, by=BY, at=NOW)
    books = books_of(store_id=a_day.store.pk, on=TODAY, at=EVENING)
    settled = {name: paise for name, paise in books.figures.items() if name.startswith("settled")}
    assert settled == {"settled:fee": 12_16, "settled:gross": 608_00, "settled:net": 595_84}
    assert books.findings == ["payouts.csv row 2: No such payment here (txn_1)"]


def test_a_closed_day_that_was_changed_shows(a_day, findings):
    day = close(a_day)
    ClosedDay.objects.filter(pk=day.pk).update(figures={**day.figures, "cash:taken": 1})
    assert findings() == [
        ("ledgers", "the day 2026-03-02 is not as it was closed"),
        ("ledgers", "the day 2026-03-02 does not follow the day before"),
    ]


def test_an_entry_that_was_broken_is_named(a_day):
    KhataEntry.objects.filter(kind="given").update(balance_after_paise=1)
    entry = KhataEntry.objects.get(kind="given")
    found = books_of(store_id=a_day.store.pk, on=TODAY, at=EVENING).findings
    assert f"khata entry {entry.pk} goes from ₹0 by ₹300 to ₹0.01" in found

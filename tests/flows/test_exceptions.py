"""The list of what does not add up: each thing once, with what to do, gone when its cause is."""

from datetime import timedelta

import pytest

from kirana.flows import money_checks
from kirana.flows.close_day import close_day
from kirana.flows.exceptions import find
from kirana.ops.checks import Verdict
from kirana.orders.states import OrderState
from kirana.payments.ledgers import cash, khata
from kirana.payments.ledgers.models import Means
from kirana.payments.ledgers.settlements import services as settlements
from tests.cast import BY, NOW
from tests.payments.ledgers.settlements.reports import a_charge, stripe

DAY = timedelta(days=1)


def codes(at=NOW) -> list[tuple[str, int]]:
    return [(one.code, one.amount_paise) for one in find(at=at)]


def hand_in(shop, counted_paise, why=""):
    cash.hand_in(
        store_id=shop.store.pk, holder_id=shop.dev.user_id, counted_paise=counted_paise, key="h", by=BY, at=NOW, why=why
    )


def test_in_a_shop_where_everything_adds_up_the_list_is_empty(lakshmi):
    lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    assert codes() == []
    answer = money_checks.add_up(NOW)
    assert (answer.verdict, answer.message) == (Verdict.GOOD, "Every rupee is accounted for.")


def test_cash_that_stays_with_dev_overnight_is_on_the_list_until_he_hands_it_in(lakshmi):
    lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    later = NOW + DAY + timedelta(minutes=1)
    assert codes(later) == [("cash_not_handed_in", 570_00)]
    hand_in(lakshmi, 570_00)
    assert codes(later) == []


def test_ten_rupees_short_are_on_the_list_until_the_day_is_closed(lakshmi):
    lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.DELIVERED)
    hand_in(lakshmi, 560_00, why="a torn note")
    assert codes() == [("cash_difference", -10_00)]
    close_day(store_id=lakshmi.store.pk, on=NOW.date(), by=BY, at=NOW + timedelta(hours=1))
    assert codes() == []


def test_a_settled_line_that_fits_nothing_is_on_the_list(lakshmi):
    file = settlements.read_file(
        store_id=lakshmi.store.pk, file=stripe(a_charge("txn_1", "pi_1")), name="p.csv", by=BY, at=NOW
    )
    assert codes() == []
    settlements.apply_file(file_id=file.pk, by=BY, at=NOW)
    assert codes() == [("settlement_line", 608_00)]
    answer = money_checks.matched(NOW)
    assert (answer.verdict, answer.facts) == (Verdict.WATCH, {"strangers": 1, "waiting": 0})


@pytest.mark.parametrize(("days", "listed"), [(3, 0), (40, 1)])
def test_a_khata_is_on_the_list_when_overdue_and_silent_for_a_month(lakshmi, days, listed):
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=2000_00, due_day=3, by=BY, at=NOW - 70 * DAY
    )
    khata.give(customer_id=lakshmi.asha.pk, reference="", amount_paise=500_00, key="g", by=BY, at=NOW - 60 * DAY)
    khata.repay(
        account_id=account.pk, amount_paise=100_00, means=Means.CASH, utr="", key="p", by=BY, at=NOW - days * DAY
    )
    assert codes() == [("khata_unpaid", 400_00)] * listed


def test_days_are_asked_for_when_they_are_open(lakshmi):
    assert money_checks.closed(NOW).verdict is Verdict.ASK
    close_day(store_id=lakshmi.store.pk, on=NOW.date(), by=BY, at=NOW)
    assert money_checks.closed(NOW + DAY).verdict is Verdict.GOOD
    later = money_checks.closed(NOW + 3 * DAY)
    assert (later.verdict, later.facts) == (Verdict.ASK, {"number": 2})
    assert money_checks.closed(NOW + 20 * DAY).verdict is Verdict.ACT


def test_where_no_gateway_settles_nothing_is_called_good(lakshmi, settings):
    settings.PAYMENT_METHODS = ("cash_on_delivery",)
    assert money_checks.matched(NOW).verdict is Verdict.NOT_CONNECTED

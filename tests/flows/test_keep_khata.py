"""A khata at the counter: opened for a neighbour who never signed in, paid in cash and by UPI."""

import pytest

from kirana.flows import keep_khata
from kirana.payments import services as payments
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.ledgers import khata, selectors
from kirana.payments.ledgers.models import CashEntry, KhataEntry, Means
from kirana.payments.utrs import TransferUsed
from tests.cast import BY, LATER, NOW

UTR = "412345678901"


@pytest.fixture
def kamalas(lakshmi):
    """The khata of Kamala, who has no account with us, with ₹300 on it."""
    account = keep_khata.open_for_new_customer(
        store_id=lakshmi.store.pk,
        name="Kamala Devi",
        phone="+919845011007",
        limit_paise=1500_00,
        due_day=5,
        by=BY,
        at=NOW,
    )
    khata.give(customer_id=account.customer_id, reference="", amount_paise=300_00, key="g", by=BY, at=NOW, why="rice")
    return account


def repay(account, amount_paise, means, *, utr="", key="p1"):
    return keep_khata.repay(account=account, amount_paise=amount_paise, means=means, utr=utr, key=key, by=BY, at=LATER)


def test_kamala_needs_no_account_with_us(kamalas):
    assert kamalas.customer.user is None
    assert (kamalas.customer.name, kamalas.customer.phone) == ("Kamala Devi", "+919845011007")


def test_cash_for_the_khata_is_in_the_till(lakshmi, kamalas, findings):
    for _press in range(2):
        repay(kamalas, 120_00, Means.CASH)
    assert selectors.cash_with(store_id=lakshmi.store.pk, holder_id=None) == 120_00
    assert CashEntry.objects.get().reference == f"khata:{kamalas.pk}"
    assert findings() == []


def test_upi_for_the_khata_is_not(lakshmi, kamalas):
    repay(kamalas, 120_00, Means.UPI, utr=UTR)
    assert selectors.cash_with(store_id=lakshmi.store.pk, holder_id=None) == 0
    entry = KhataEntry.objects.get(kind="repaid")
    assert (entry.utr, entry.balance_after_paise) == (UTR, 180_00)


def test_a_transfer_that_paid_an_order_does_not_pay_a_khata_too(lakshmi, kamalas):
    paid = payments.begin(reference="KM-1", gateway="upi_on_delivery", amount_paise=120_00, by=BY, at=NOW)
    payments.record(payment=paid, answer=Answer(Outcome.PROMISED), by=BY, at=NOW)
    payments.take_at_the_door(payment=paid, amount_paise=120_00, utr="4123 4567 8901", by=BY, at=NOW)
    with pytest.raises(TransferUsed):
        repay(kamalas, 120_00, Means.UPI, utr=UTR)
    assert KhataEntry.objects.filter(kind="repaid").count() == 0

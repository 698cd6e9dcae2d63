"""A khata's last rupees and a customer's last credit, wanted by many at once, from two processes."""

from collections import Counter

import pytest

from kirana.payments.ledgers import khata, methods, store_credit
from kirana.payments.ledgers.books import check
from kirana.payments.ledgers.models import ClosedDay, CreditEntry, KhataEntry
from kirana.payments.models import Payment, UsedUtr
from tests.cast import BY, NOW
from tests.races.start import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def charges(lakshmi, method: str) -> list[dict[str, object]]:
    """Two dozen charges of ₹100 for Asha, each with a key of its own."""
    return [
        {"verb": "charge", "method": method, "customer_id": lakshmi.asha.pk, "amount_paise": 100_00, "key": f"c{n}"}
        for n in range(24)
    ]


def test_two_dozen_race_for_a_khata_with_room_for_seven(lakshmi):
    khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=799_99, due_day=5, by=BY, at=NOW
    )
    ends = race(charges(lakshmi, "khata"))
    assert Counter(ends) == {"done": 7, "khata_limit_reached": 17}
    assert KhataEntry.objects.count() == 7
    assert methods.by_code("khata").room(customer_id=lakshmi.asha.pk) == 99_99
    assert list(check()) == []


def test_two_dozen_race_for_credit_that_is_enough_for_seven(lakshmi):
    store_credit.give_goodwill(customer_id=lakshmi.asha.pk, amount_paise=700_00, key="g", by=BY, at=NOW, why="sorry")
    ends = race(charges(lakshmi, "store_credit"))
    assert Counter(ends) == {"done": 7, "not_enough_credit": 17}
    assert CreditEntry.objects.count() == 8
    assert methods.by_code("store_credit").room(customer_id=lakshmi.asha.pk) == 0
    assert list(check()) == []


def test_one_button_pressed_two_dozen_times_at_once_charges_once(lakshmi):
    khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=9000_00, due_day=5, by=BY, at=NOW
    )
    press = charges(lakshmi, "khata")[0]
    assert race([dict(press) for _ in range(24)]) == ["done"] * 24
    assert KhataEntry.objects.count() == 1
    assert list(check()) == []


def test_a_day_is_closed_once_however_many_press(lakshmi, findings):
    press = {"verb": "close_day", "store_id": lakshmi.store.pk}
    ends = race([dict(press) for _ in range(8)])
    assert Counter(ends) == {"done": 1, "day_is_closed": 7}
    assert ClosedDay.objects.count() == 1
    assert findings() == []


def test_one_transfer_typed_in_eight_places_at_once_pays_for_one_thing(lakshmi, findings, settings):
    settings.UPI_VPA, settings.UPI_PAYEE = "lakshmi@okbank", "Lakshmi Stores"
    waiting = [lakshmi.a_placed_order(milk=3, wish={"payment_method": "upi_qr"}).number for _ in range(6)]
    places = [("order", pk) for pk in Payment.objects.filter(reference__in=waiting).values_list("pk", flat=True)]
    for customer in (lakshmi.asha, lakshmi.bilal):
        facts = {"store_id": lakshmi.store.pk, "customer_id": customer.pk, "limit_paise": 900_00, "due_day": 5}
        places.append(("khata", khata.open_account(**facts, by=BY, at=NOW).pk))
    ends = race([{"verb": "use_utr", "place": place, "number": pk, "utr": "412345678901"} for place, pk in places])
    assert Counter(ends) == {"done": 1, "transfer_used": 7}
    paid = Payment.objects.filter(state="captured").count() + KhataEntry.objects.filter(kind="repaid").count()
    assert (UsedUtr.objects.count(), paid) == (1, 1)
    assert findings() == []

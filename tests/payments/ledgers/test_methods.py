"""What the contract promises of every way to pay on account."""

import pytest

from kirana.core.errors import ShopError
from kirana.payments.ledgers import khata, methods, store_credit
from kirana.payments.ledgers.refusals import MoreThanWasCharged
from tests.cast import BY, LATER, NOW

ROOM = 500_00


@pytest.fixture(params=sorted(methods.ALL))
def method(request, lakshmi):
    """Each of them, with ₹500 of room for Asha."""
    khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=ROOM, due_day=5, by=BY, at=NOW
    )
    store_credit.give_goodwill(customer_id=lakshmi.asha.pk, amount_paise=ROOM, key="g", by=BY, at=NOW, why="welcome")
    return methods.by_code(request.param)


def charge(method, customer, amount_paise, key="payment-1"):
    method.charge(customer_id=customer.pk, reference="KM-1", amount_paise=amount_paise, key=key, by=BY, at=LATER)


def give_back(method, customer, amount_paise, key="refund-1"):
    method.give_back(
        customer_id=customer.pk,
        reference="KM-1",
        amount_paise=amount_paise,
        key=key,
        by=BY,
        at=LATER,
        why="cancelled",
    )


def test_there_are_these_and_each_has_words(method):
    assert sorted(methods.ALL) == ["khata", "store_credit"]
    assert str(method.label)
    assert str(method.hint)


def test_a_charge_takes_room_and_the_same_key_takes_it_once(method, lakshmi):
    for _press in range(2):
        charge(method, lakshmi.asha, 200_00)
    assert method.room(customer_id=lakshmi.asha.pk) == 300_00


def test_the_whole_room_can_be_charged_and_not_a_paisa_more(method, lakshmi):
    with pytest.raises(ShopError):
        charge(method, lakshmi.asha, ROOM + 1)
    assert method.room(customer_id=lakshmi.asha.pk) == ROOM
    charge(method, lakshmi.asha, ROOM)
    assert method.room(customer_id=lakshmi.asha.pk) == 0


def test_what_is_given_back_makes_room_once_and_never_more_than_was_charged(method, lakshmi):
    charge(method, lakshmi.asha, 200_00)
    for _press in range(2):
        give_back(method, lakshmi.asha, 150_00)
    assert method.room(customer_id=lakshmi.asha.pk) == 450_00
    with pytest.raises(MoreThanWasCharged):
        give_back(method, lakshmi.asha, 50_01, key="refund-2")
    assert method.room(customer_id=lakshmi.asha.pk) == 450_00


def test_bilal_has_no_room_and_ashas_is_not_his(method, lakshmi):
    assert method.room(customer_id=lakshmi.bilal.pk) == 0
    with pytest.raises(ShopError):
        charge(method, lakshmi.bilal, 1)
    assert method.room(customer_id=lakshmi.asha.pk) == ROOM

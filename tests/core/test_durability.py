"""A basket does not wait for the disk; everything after it does again."""

import pytest
from django.db import connection

from kirana.cart import services as carts
from kirana.core import durability, locks
from tests.cast import NOW

pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.django_db(transaction=True),
]
NORMAL, FULL = 1, 2


def waits() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return cursor.fetchone()[0]


def test_only_what_is_inside_does_not_wait():
    assert waits() == FULL
    with durability.relaxed():
        assert waits() == NORMAL
    assert waits() == FULL


def test_a_statement_that_fails_leaves_nothing_relaxed():
    with pytest.raises(ZeroDivisionError), durability.relaxed():
        1 / 0  # noqa: B018
    assert waits() == FULL


def test_putting_something_into_a_basket_does_not_wait(lakshmi):
    seen = []

    def looking(execute, sql, params, many, context):
        if "INSERT INTO cart_cartline" in sql:
            seen.append(connection.connection.execute("PRAGMA synchronous").fetchone()[0])
        return execute(sql, params, many, context)

    cart = carts.open_cart(store_id=lakshmi.store.pk, at=NOW)
    with connection.execute_wrapper(looking):
        carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=1, at=NOW)
    assert (seen, waits()) == ([NORMAL], FULL)


def test_inside_a_transaction_it_waits_with_the_rest():
    with locks.transaction(), durability.relaxed():
        assert waits() == FULL

"""A basket does not wait for the disk; everything after it does again."""

import pytest
from django.db import connection

from kirana.cart import services as carts
from kirana.core import durability, locks
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)
SQLITE_FULL = 2


@pytest.fixture(autouse=True)
def as_in_a_shop():
    """The server that tests use waits for no disk at all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = on")
    yield
    connection.close()


def waits(where: str = durability.AS_EVER) -> bool:
    """Whether a statement with this condition waits for the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return cursor.fetchone()[0] == SQLITE_FULL
        cursor.execute(f"SELECT current_setting('synchronous_commit') WHERE {where}")
        return cursor.fetchone()[0] == "on"


def test_only_what_is_inside_does_not_wait():
    assert waits()
    with durability.relaxed() as not_waiting:
        assert not waits(not_waiting)
    assert waits()


def test_a_statement_that_fails_leaves_nothing_relaxed():
    with pytest.raises(ZeroDivisionError), durability.relaxed() as not_waiting:
        assert not waits(not_waiting)
        1 / 0  # noqa: B018
    assert waits()


def test_putting_something_into_a_basket_does_not_wait(lakshmi):
    seen = []

    def looking(execute, sql, params, many, context):
        if "INSERT INTO cart_cartline" in sql:
            is_told = durability.POSTGRES_NOT_WAITING in sql if connection.vendor == "postgresql" else not waits()
            seen.append(is_told)
        return execute(sql, params, many, context)

    cart = carts.open_cart(store_id=lakshmi.store.pk, at=NOW)
    with connection.execute_wrapper(looking):
        carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=1, at=NOW)
    assert seen == [True]
    assert waits()


def test_inside_a_transaction_it_waits_with_the_rest():
    with locks.transaction(), durability.relaxed() as not_waiting:
        assert waits(not_waiting)

"""A basket does not wait for the disk; everything after it does again."""

import pytest
from django.db import connection

from kirana.cart import services as carts
from kirana.core import durability, locks
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = {"sqlite": 2, "postgresql": "on"}  # SQLite's FULL
RELAXED = {"sqlite": 1, "postgresql": "off"}  # SQLite's NORMAL


@pytest.fixture(autouse=True)
def as_in_a_shop():
    """The server that tests use waits for no disk at all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET synchronous_commit = on")
    yield
    connection.close()


def setting(where: str = durability.AS_EVER) -> int | str:
    """How a statement with this condition waits for the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
        else:
            cursor.execute(f"SELECT current_setting('synchronous_commit') WHERE {where}")
        return cursor.fetchone()[0]


def test_only_what_is_inside_does_not_wait():
    assert setting() == WAITS[connection.vendor]
    with durability.relaxed() as not_waiting:
        assert setting(not_waiting) == RELAXED[connection.vendor]
    assert setting() == WAITS[connection.vendor]


def test_a_statement_that_fails_leaves_nothing_relaxed():
    with pytest.raises(ZeroDivisionError), durability.relaxed() as not_waiting:
        assert setting(not_waiting) == RELAXED[connection.vendor]
        1 / 0  # noqa: B018
    assert setting() == WAITS[connection.vendor]


def test_putting_something_into_a_basket_does_not_wait(lakshmi):
    seen = []

    def looking(execute, sql, params, many, context):
        if "INSERT INTO cart_cartline" in sql:
            where = durability.POSTGRES_NOT_WAITING if durability.POSTGRES_NOT_WAITING in sql else durability.AS_EVER
            seen.append(setting(where))
        return execute(sql, params, many, context)

    cart = carts.open_cart(store_id=lakshmi.store.pk, at=NOW)
    with connection.execute_wrapper(looking):
        carts.add(cart=cart, listing_id=lakshmi["atta"].pk, quantity=1, at=NOW)
    assert seen == [RELAXED[connection.vendor]]
    assert setting() == WAITS[connection.vendor]


def test_inside_a_transaction_it_waits_with_the_rest():
    with locks.transaction(), durability.relaxed() as not_waiting:
        assert setting(not_waiting) == WAITS[connection.vendor]

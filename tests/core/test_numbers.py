"""Numbers for people."""

import pytest

from kirana.core import locks, numbers
from kirana.core.numbers import Counter


def test_a_series_begins_at_one_and_has_no_gap(db):
    assert [numbers.next_in(series="invoices 2025-26") for _each in range(5)] == [1, 2, 3, 4, 5]
    assert Counter.objects.get().last == 5


def test_each_series_counts_for_itself(db):
    numbers.next_in(series="invoices 2024-25")
    assert numbers.next_in(series="invoices 2025-26") == 1
    assert numbers.next_in(series="invoices 2024-25") == 2
    assert Counter.objects.count() == 2


def test_the_number_of_an_invoice_that_failed_is_given_to_the_next(db):
    numbers.next_in(series="invoices")
    for _again in range(2):
        with pytest.raises(RuntimeError, match="printer"), locks.transaction():
            assert numbers.next_in(series="invoices") == 2
            raise RuntimeError("printer")
    assert numbers.next_in(series="invoices") == 2


def test_drawn_numbers_grow_and_are_never_the_same(db):
    drawn = [numbers.draw() for _each in range(20)]
    assert drawn == sorted(set(drawn))
    assert len(drawn) == 20


def test_a_number_drawn_by_a_story_that_failed_is_nobodys(db):
    before = numbers.draw()
    with pytest.raises(RuntimeError, match="sold out"), locks.transaction():
        numbers.draw()
        raise RuntimeError("sold out")
    after = numbers.draw()
    assert after > before
    assert list(numbers.DrawnNumber.objects.order_by("pk").values_list("pk", flat=True)) == [before, after]


def test_a_drawn_number_that_was_deleted_is_not_used_again(db):
    drawn = numbers.draw()
    numbers.DrawnNumber.objects.all().delete()
    assert numbers.draw() > drawn

"""Stock: promised, given back, taken, received, counted, written off, put back."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kirana.catalog.models import Category
from kirana.core.audit import AuditEntry
from kirana.inventory import selectors as stock
from kirana.inventory import services as inventory
from kirana.inventory.books import check
from kirana.inventory.models import MovementKind, Reservation, StockItem, StockMovement
from kirana.inventory.services import NothingToMove, OutOfStock, StockIsPromised
from tests.cast import BY, LATER, NOW, Good, a_listing, stock_of

GHEE = Good("ghee", "Cow Ghee", "गाय का घी", "dairy", 599_00, 640_00, 0, pack="1 L")


def the_last_movement() -> tuple[str, int, int, str, str]:
    """Kind, change, what was there after it, for what, and by whom."""
    last = StockMovement.objects.order_by("-pk")[0]
    return last.kind, last.change, last.on_hand_after, last.reference, last.by


# --- promising --------------------------------------------------------------------------------------


def test_what_asha_is_promised_stays_on_the_shelf_and_is_not_for_sale(lakshmi):
    moved = StockMovement.objects.count()
    inventory.reserve(wanted={lakshmi["atta"].pk: 3, lakshmi["onions"].pk: 1500}, reference="Asha's", at=LATER)

    assert stock_of(lakshmi["atta"]) == (40, 3)
    assert stock_of(lakshmi["onions"]) == (50_000, 1500)
    assert stock.available(listing_ids=[lakshmi["atta"].pk]) == {lakshmi["atta"].pk: 37}
    assert sorted(Reservation.objects.values_list("reference", "quantity", "made_at", "ended_at")) == [
        ("Asha's", 3, LATER, None),
        ("Asha's", 1500, LATER, None),
    ]
    assert StockMovement.objects.count() == moved
    assert list(check()) == []


def test_the_last_packet_can_be_promised_once(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["olive_oil"].pk: 8}, reference="Asha's", at=NOW)
    with nothing_moves(), pytest.raises(OutOfStock) as refused:
        inventory.reserve(wanted={lakshmi["olive_oil"].pk: 1}, reference="Bilal's", at=NOW)
    assert refused.value.short == {lakshmi["olive_oil"].pk: 0}


def test_a_promise_of_too_much_names_all_that_is_short_and_promises_nothing(lakshmi, nothing_moves):
    wanted = {lakshmi["atta"].pk: 41, lakshmi["milk"].pk: 2, lakshmi["eggs"].pk: 21}
    with nothing_moves(), pytest.raises(OutOfStock) as refused:
        inventory.reserve(wanted=wanted, reference="Asha's", at=NOW)
    assert refused.value.short == {lakshmi["atta"].pk: 40, lakshmi["eggs"].pk: 20}


def test_a_thing_that_never_had_stock_has_none_left(lakshmi, nothing_moves):
    ghee = a_listing(lakshmi.store, GHEE, Category.objects.get(slug="dairy"))
    with nothing_moves(), pytest.raises(OutOfStock) as refused:
        inventory.reserve(wanted={ghee.pk: 1}, reference="Asha's", at=NOW)
    assert refused.value.short == {ghee.pk: 0}


def test_the_same_order_cannot_be_promised_a_thing_twice(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["atta"].pk: 1}, reference="Asha's", at=NOW)
    with nothing_moves(), pytest.raises(IntegrityError), transaction.atomic():
        inventory.reserve(wanted={lakshmi["atta"].pk: 1}, reference="Asha's", at=NOW)


@pytest.mark.parametrize("verb", ["reserve", "consume", "release"])
def test_six_lines_take_as_many_statements_as_two(lakshmi, verb):
    few = {lakshmi[key].pk: 1 for key in ("atta", "milk")}
    many = {lakshmi[key].pk: 1 for key in ("atta", "milk", "eggs", "onions", "almonds", "small_atta")}
    counts = []
    for name, wanted in (("few", few), ("many", many)):
        if verb != "reserve":
            inventory.reserve(wanted=wanted, reference=name, at=NOW)
        run: dict[str, Callable[[], None]] = {
            "reserve": lambda name=name, wanted=wanted: inventory.reserve(wanted=wanted, reference=name, at=NOW),
            "consume": lambda name=name, wanted=wanted: inventory.consume(
                reference=name, taken=wanted, by=BY, at=LATER
            ),
            "release": lambda name=name: inventory.release(reference=name, at=LATER),
        }
        with CaptureQueriesContext(connection) as captured:
            run[verb]()
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- giving a promise back --------------------------------------------------------------------------


def test_a_promise_given_back_is_for_sale_again_once(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["atta"].pk: 3}, reference="Asha's", at=NOW)
    inventory.reserve(wanted={lakshmi["atta"].pk: 5}, reference="Bilal's", at=NOW)
    inventory.release(reference="Asha's", at=LATER)

    assert stock_of(lakshmi["atta"]) == (40, 5)
    assert Reservation.objects.get(reference="Asha's").ended_at == LATER
    assert Reservation.objects.get(reference="Bilal's").ended_at is None
    with nothing_moves():
        inventory.release(reference="Asha's", at=LATER)
    assert list(check()) == []


def test_giving_back_what_was_never_promised_is_nothing(lakshmi, nothing_moves):
    with nothing_moves():
        inventory.release(reference="nobody's", at=NOW)


# --- taking what was promised -----------------------------------------------------------------------


def test_what_is_packed_leaves_the_shelf_once(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["atta"].pk: 3}, reference="Asha's", at=NOW)
    inventory.consume(reference="Asha's", taken={lakshmi["atta"].pk: 3}, by=BY, at=LATER)

    assert stock_of(lakshmi["atta"]) == (37, 0)
    assert the_last_movement() == (MovementKind.SALE, -3, 37, "Asha's", str(BY))
    assert Reservation.objects.get().ended_at == LATER
    with nothing_moves():
        inventory.consume(reference="Asha's", taken={lakshmi["atta"].pk: 3}, by=BY, at=LATER)
    assert list(check()) == []


def test_what_was_not_found_is_for_sale_again(lakshmi):
    wanted = {lakshmi["atta"].pk: 3, lakshmi["milk"].pk: 2}
    inventory.reserve(wanted=wanted, reference="Asha's", at=NOW)
    moved = StockMovement.objects.count()
    inventory.consume(reference="Asha's", taken={lakshmi["atta"].pk: 1, lakshmi["milk"].pk: 0}, by=BY, at=LATER)

    assert stock_of(lakshmi["atta"]) == (39, 0)
    assert stock_of(lakshmi["milk"]) == (60, 0)
    assert StockMovement.objects.count() == moved + 1
    assert list(check()) == []


def test_a_heavy_kilo_takes_a_little_more_than_was_promised(lakshmi):
    inventory.reserve(wanted={lakshmi["onions"].pk: 1000}, reference="Asha's", at=NOW)
    inventory.consume(reference="Asha's", taken={lakshmi["onions"].pk: 1060}, by=BY, at=LATER)
    assert stock_of(lakshmi["onions"]) == (48_940, 0)
    assert list(check()) == []


def test_a_heavy_kilo_never_takes_what_bilal_was_promised(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["almonds"].pk: 1000}, reference="Asha's", at=NOW)
    inventory.reserve(wanted={lakshmi["almonds"].pk: 4000}, reference="Bilal's", at=NOW)
    with nothing_moves(), pytest.raises(OutOfStock) as refused:
        inventory.consume(reference="Asha's", taken={lakshmi["almonds"].pk: 1001}, by=BY, at=LATER)
    assert refused.value.short == {lakshmi["almonds"].pk: 1000}


# --- putting back what was taken --------------------------------------------------------------------


def test_what_was_packed_goes_back_once(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["atta"].pk: 3, lakshmi["onions"].pk: 500}, reference="Asha's", at=NOW)
    inventory.consume(reference="Asha's", taken={lakshmi["atta"].pk: 3, lakshmi["onions"].pk: 520}, by=BY, at=NOW)
    inventory.put_back(reference="Asha's", by=BY, at=LATER, why="nobody at home")

    assert stock_of(lakshmi["atta"]) == (40, 0)
    assert stock_of(lakshmi["onions"]) == (50_000, 0)
    back = StockMovement.objects.filter(kind=MovementKind.RETURN)
    assert sorted(back.values_list("change", "on_hand_after", "why")) == [
        (3, 40, "nobody at home"),
        (520, 50_000, "nobody at home"),
    ]
    with nothing_moves():
        inventory.put_back(reference="Asha's", by=BY, at=LATER, why="again")
    assert list(check()) == []


# --- what comes in and what goes --------------------------------------------------------------------


def test_chitra_receives_twelve(lakshmi):
    inventory.receive(listing_id=lakshmi["atta"].pk, quantity=12, by=lakshmi.chitra.as_actor(), at=LATER)
    assert stock_of(lakshmi["atta"]) == (52, 0)
    assert the_last_movement() == (MovementKind.RECEIPT, 12, 52, "", str(lakshmi.chitra.as_actor()))
    assert list(check()) == []


def test_the_first_delivery_of_a_new_thing_makes_its_shelf(lakshmi):
    ghee = a_listing(lakshmi.store, GHEE, Category.objects.get(slug="dairy"))
    inventory.receive(listing_id=ghee.pk, quantity=6, by=BY, at=NOW)
    assert stock_of(ghee) == (6, 0)
    assert list(check()) == []


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_is_neither_received_nor_written_off(lakshmi, nothing_moves, quantity):
    with nothing_moves(), pytest.raises(NothingToMove):
        inventory.receive(listing_id=lakshmi["atta"].pk, quantity=quantity, by=BY, at=NOW)
    with nothing_moves(), pytest.raises(NothingToMove):
        inventory.write_off(listing_id=lakshmi["atta"].pk, quantity=quantity, by=BY, at=NOW, why="torn")


def test_chitra_writes_torn_packets_off_and_the_log_says_why(lakshmi):
    chitra = lakshmi.chitra.as_actor()
    inventory.write_off(listing_id=lakshmi["atta"].pk, quantity=2, by=chitra, at=LATER, why="torn")

    assert stock_of(lakshmi["atta"]) == (38, 0)
    assert the_last_movement() == (MovementKind.WASTAGE, -2, 38, "", str(chitra))
    logged = AuditEntry.objects.order_by("-number")[0]
    assert (logged.action, logged.subject, logged.by) == (
        "stock.write_off",
        f"listing:{lakshmi['atta'].pk}",
        str(chitra),
    )
    assert logged.detail == {"quantity": 2, "why": "torn"}
    assert list(check()) == []


def test_what_is_promised_cannot_be_written_off(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["eggs"].pk: 19}, reference="Asha's", at=NOW)
    with nothing_moves(), pytest.raises(StockIsPromised) as refused:
        inventory.write_off(listing_id=lakshmi["eggs"].pk, quantity=2, by=BY, at=NOW, why="broken")
    assert refused.value.message == "19 of this is promised to orders; the shelf cannot hold less."


@pytest.mark.parametrize(("counted", "difference"), [(37, -3), (40, 0), (44, 4)])
def test_the_shelf_becomes_what_was_counted(lakshmi, counted, difference):
    found = inventory.count(listing_id=lakshmi["atta"].pk, counted=counted, by=BY, at=LATER)
    assert found == difference
    assert stock_of(lakshmi["atta"]) == (counted, 0)
    assert the_last_movement() == (MovementKind.COUNT, difference, counted, "", str(BY))
    assert AuditEntry.objects.order_by("-number")[0].detail == {"was": 40, "now": counted, "why": ""}
    assert list(check()) == []


def test_fewer_than_are_promised_cannot_be_counted(lakshmi, nothing_moves):
    inventory.reserve(wanted={lakshmi["eggs"].pk: 5}, reference="Asha's", at=NOW)
    with nothing_moves(), pytest.raises(StockIsPromised):
        inventory.count(listing_id=lakshmi["eggs"].pk, counted=4, by=BY, at=NOW)
    assert inventory.count(listing_id=lakshmi["eggs"].pk, counted=5, by=BY, at=NOW) == -15


def test_several_changes_are_made_together_or_not_at_all(lakshmi, nothing_moves):
    changes = [
        inventory.Change(lakshmi["atta"].pk, 5, MovementKind.RECEIPT),
        inventory.Change(lakshmi["eggs"].pk, -21, MovementKind.WASTAGE),
    ]
    with nothing_moves(), pytest.raises(StockIsPromised):
        inventory.move(changes=changes, reference="", by=BY, at=NOW)


def test_opening_stock_is_given_once_and_nothing_of_it_is_no_shelf(lakshmi):
    ghee = a_listing(lakshmi.store, GHEE, Category.objects.get(slug="dairy"))
    rows = StockItem.objects.count()
    inventory.open_shelf(quantities={lakshmi["atta"].pk: 99, ghee.pk: 0}, by=BY, at=LATER)
    assert StockItem.objects.count() == rows
    inventory.open_shelf(quantities={lakshmi["atta"].pk: 99, ghee.pk: 7}, by=BY, at=LATER)

    assert stock_of(lakshmi["atta"]) == (40, 0)
    assert stock_of(ghee) == (7, 0)
    assert the_last_movement() == (MovementKind.OPENING, 7, 7, "", str(BY))
    assert list(check()) == []

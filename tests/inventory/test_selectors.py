"""What is asked about stock."""

from kirana.inventory import selectors as stock
from kirana.inventory import services as inventory
from tests.cast import BY, LATER, NOW


def test_what_is_left_leaves_out_what_is_promised_and_what_is_unknown(lakshmi):
    inventory.reserve(wanted={lakshmi["eggs"].pk: 4}, reference="Asha's", at=NOW)
    ids = [lakshmi["eggs"].pk, lakshmi["milk"].pk, 999_999]
    assert stock.available(listing_ids=ids) == {lakshmi["eggs"].pk: 16, lakshmi["milk"].pk: 60}


def test_what_stands_on_the_shelf_is_told_promised_or_not(lakshmi):
    inventory.reserve(wanted={lakshmi["eggs"].pk: 4}, reference="Asha's", at=NOW)
    assert stock.on_hand(listing_id=lakshmi["eggs"].pk) == 20
    assert stock.on_hand(listing_id=999_999) == 0


def test_the_latest_movements_come_first(lakshmi):
    eggs = lakshmi["eggs"].pk
    inventory.receive(listing_id=eggs, quantity=10, by=BY, at=NOW)
    inventory.write_off(listing_id=eggs, quantity=1, by=BY, at=LATER, why="cracked")
    inventory.receive(listing_id=lakshmi["milk"].pk, quantity=5, by=BY, at=LATER)

    moves = [(move.change, move.on_hand_after) for move in stock.recent_movements(listing_id=eggs)]
    assert moves == [(-1, 29), (10, 30), (20, 20)]
    assert len(stock.recent_movements(listing_id=eggs, limit=2)) == 2

"""Whatever is done to a shelf, in whatever order: the refusals are right and the ledger sums to what is there."""

from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kirana.core.errors import ShopError
from kirana.inventory import services as inventory
from kirana.inventory.books import check
from tests.cast import BY, NOW, stock_of

VERBS = ("reserve", "release", "consume", "receive", "write_off", "count")
STEPS = some.lists(some.tuples(some.sampled_from(VERBS), some.integers(1, 40)), max_size=12)


@dataclass
class Shelf:
    """What a person with pencil and paper would have written down."""

    on_hand: int
    promised: dict[int, int] = field(default_factory=dict)  # by the number of the order, the oldest first
    orders: int = 0

    @property
    def reserved(self) -> int:
        return sum(self.promised.values())

    def do(self, verb: str, quantity: int) -> bool:
        """Do it on paper; False when the shop has to refuse."""
        first = next(iter(self.promised), 0)
        free = self.on_hand - self.reserved
        match verb:
            case "reserve":
                possible = quantity <= free
                if possible:
                    self.orders += 1
                    self.promised[self.orders] = quantity
            case "release":
                possible = True
                self.promised.pop(first, None)
            case "consume":
                possible = not first or quantity <= free + self.promised[first]
                if first and possible:
                    self.on_hand -= quantity
                    del self.promised[first]
            case "receive":
                possible = True
                self.on_hand += quantity
            case "write_off":
                possible = quantity <= free
                self.on_hand -= quantity if possible else 0
            case "count":
                possible = quantity >= self.reserved
                self.on_hand = quantity if possible else self.on_hand
        return possible


def do(verb: str, quantity: int, *, listing_id: int, new: str, first: str) -> bool:
    """Do it in the shop; False when it is refused."""
    verbs = {
        "reserve": lambda: inventory.reserve(wanted={listing_id: quantity}, reference=new, at=NOW),
        "release": lambda: inventory.release(reference=first, at=NOW),
        "consume": lambda: inventory.consume(reference=first, taken={listing_id: quantity}, by=BY, at=NOW),
        "receive": lambda: inventory.receive(listing_id=listing_id, quantity=quantity, by=BY, at=NOW),
        "write_off": lambda: inventory.write_off(listing_id=listing_id, quantity=quantity, by=BY, at=NOW, why="spilt"),
        "count": lambda: inventory.count(listing_id=listing_id, counted=quantity, by=BY, at=NOW),
    }
    try:
        verbs[verb]()
    except ShopError:
        return False
    return True


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_shop_agrees_with_pencil_and_paper(lakshmi, steps):
    milk = lakshmi["milk"]
    paper = Shelf(on_hand=60)
    open_orders: list[str] = []
    with transaction.atomic():
        for number, (verb, quantity) in enumerate(steps):
            first = open_orders[0] if open_orders else "nobody's"
            possible = paper.do(verb, quantity)
            assert do(verb, quantity, listing_id=milk.pk, new=f"order {number}", first=first) is possible
            if possible and verb == "reserve":
                open_orders.append(f"order {number}")
            if possible and verb in ("release", "consume") and open_orders:
                open_orders.pop(0)
            assert stock_of(milk) == (paper.on_hand, paper.reserved)
        assert list(check()) == []
        transaction.set_rollback(True)

"""Which things are in which basket: the same rule for the shop's baskets, the requests and pgbench."""

from dataclasses import dataclass

FIRST_BASKET = 10_000_000
LINES = 5
QUANTITY = 2
STRIDE = 7919  # a prime: neighbours in a basket are far apart on the shelf


@dataclass(frozen=True, slots=True)
class Shelf:
    """The listings and slots that the baskets draw on; each kind of id is a run without a gap.

    A listing's stock row has the listing's id plus `to_stock`.
    """

    first_listing: int
    listings: int
    to_stock: int
    first_slot: int
    slots: int

    def listings_of(self, basket: int) -> list[int]:
        """What is in a basket."""
        return [self.listing(basket, line) for line in range(LINES)]

    def listing(self, basket: int, line: int) -> int:
        """What is in a line of a basket; `LINES` is the first that is not in it yet."""
        return self.first_listing + (basket * LINES + line) * STRIDE % self.listings

    def listing_for_pgbench(self, line: int) -> str:
        """The same, as pgbench writes it."""
        return f"{self.first_listing} + (:basket * {LINES} + {line}) * {STRIDE} % {self.listings}"

    def slot(self, basket: int) -> int:
        """The slot its order is for."""
        return self.first_slot + basket % self.slots

    def slot_for_pgbench(self) -> str:
        """The same, as pgbench writes it."""
        return f"{self.first_slot} + :basket % {self.slots}"


def token_of(basket: int) -> str:
    """What the shopper's cookie holds."""
    return f"basket-{basket}"


def key_of(basket: int) -> str:
    """The idempotency key of the basket's checkout."""
    return f"order-of-basket-{basket}"

"""Power cuts: the server is killed at random moments of checkout traffic; afterwards the books must be right.

    python -m tests.races.crash --times=50 [--database=postgres]

Eight shoppers order without pause, half of them paying in two phases. At a random moment every process of the server
is killed with signal 9. After each restart `manage.py check_books` is run, and whoever got no answer presses the same
button again. At the end: every button that was pressed has exactly one order, and nobody got another's.
"""

import random
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Event

from tests.races.options import asked
from tests.races.shopper import Shopper
from tests.shop import Shop
from tools.postgres import cluster

SHOPPERS = 8
SHELVES = ("/shelves/rice/", "/shelves/dals/", "/shelves/atta-flours/", "/shelves/vegetables/")
METHODS = ("cash_on_delivery", "fake")
FILL = """
from django.utils.timezone import now
from kirana.catalog.models import Listing
from kirana.core.actors import system
from kirana.delivery.models import Window, Slot
from kirana.inventory import services as inventory
Window.objects.update(capacity=30000)
Slot.objects.update(capacity=30000)
for listing in Listing.objects.filter(is_active=True):
    inventory.receive(listing_id=listing.pk, quantity=10_000_000, by=system("crash"), at=now())
"""
COUNT = "from kirana.core.idempotency import IdempotencyKey as K; print(K.objects.filter(scope='place_order').count())"


def main() -> int:
    """Cut the power so many times and say what was found."""
    options = asked(__doc__)
    random.seed(options.seed)
    print(f"{options.times} power cuts on {options.database}, seed {options.seed}", flush=True)
    with nullcontext("") if options.database == "sqlite" else cluster() as url:
        folder = Path(tempfile.mkdtemp(prefix="kirana-crash-"))
        shop = Shop(folder, database_url=url, workers=2, methods=METHODS)
        try:
            return _run(shop, options.times)
        finally:
            shop.remove()


def _run(shop: Shop, times: int) -> int:
    shop.make()
    shop.command("shell", "-v0", "-c", FILL)
    before = int(shop.command("shell", "-v0", "-c", COUNT))
    placed: dict[str, str] = {}  # the key of each pressed button, and the order's page it led to
    unanswered = 0
    with ThreadPoolExecutor(SHOPPERS) as crowd:
        for cut in range(1, times + 1):
            shop.open()
            closing = Event()
            crew = [crowd.submit(_shop_around, shop.port, number, closing, placed) for number in range(SHOPPERS)]
            closing.wait(random.uniform(0.4, 3))
            shop.kill()
            closing.set()
            left = [form for form in map(Future.result, crew) if form is not None]
            unanswered += len(left)
            books = shop.command("check_books")  # raises when a book is wrong
            shop.open()
            for waiting in left:
                placed[waiting.form["key"]] = waiting.press()
            shop.kill()
            print(f"  cut {cut:>3}: {len(placed):>5} orders, {len(left)} had no answer. {books.strip()}", flush=True)
    return _verdict(shop, before, placed, unanswered)


def _shop_around(port: int, number: int, closing: Event, placed: dict[str, str]) -> Shopper | None:
    """Order until the power goes; the shopper whose press was never answered, if it was pressed."""
    turn, seen = number, Shopper(port)
    while not closing.is_set():
        turn += 1
        try:
            offered = seen.offered or seen.look(SHELVES[number % len(SHELVES)])
            shopper = Shopper(port, offered=offered)
            shopper.fill(at=turn, method=METHODS[turn % len(METHODS)])
        except OSError:
            return None
        try:
            placed[shopper.form["key"]] = shopper.press()
        except OSError:
            return shopper
    return None


def _verdict(shop: Shop, before: int, placed: dict[str, str], unanswered: int) -> int:
    made = int(shop.command("shell", "-v0", "-c", COUNT)) - before
    pages = set(placed.values())
    print(f"{len(placed)} buttons pressed, {len(pages)} order pages, {made} orders made; {unanswered} pressed again")
    right = len(placed) == len(pages) == made
    print("One button, one order; the books were right after every cut." if right else "WRONG: the counts differ.")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())

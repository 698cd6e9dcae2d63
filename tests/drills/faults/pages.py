"""Pages that are slow, that break, or that tell browsers too little."""

import time
from collections.abc import Iterator

from tests.drills.engine import drill
from tests.drills.shop import DrillShop

SLOWLY = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {rows}) SELECT count(*) FROM c"


@drill("slow-statement", turns="database.slow_statements", says="at worst", runbook="statement-slow")
def slow_statement(shop: DrillShop) -> Iterator[None]:
    """A job sends a statement that takes seconds."""
    shop.call(send_slowly)
    yield
    shop.call(forget_statements)


def send_slowly() -> None:
    """The same question over ever more rows until it takes long."""
    from django.db import connection

    from kirana.ops.database import sampling

    sampling.watch()
    rows = 2_000_000
    with connection.cursor() as cursor:
        while True:
            began = time.monotonic()
            cursor.execute(SLOWLY.format(rows=rows))
            if time.monotonic() - began > 1.8:
                return
            rows *= 3


def forget_statements() -> None:
    """As if none had been slow."""
    from kirana.ops.database.statements import Statement

    Statement.objects.filter(slow__gt=0).delete()


@drill("slow-page", turns="latency.endpoints", says="webhook", runbook="page-slow")
def slow_page(shop: DrillShop) -> Iterator[None]:
    """Something holds a lock, so that a page waits for a second each time, and this for ten minutes."""
    shop.call(hold_lock, times=12)
    shop.close()  # what was counted is written down
    shop.call(was_so_before)
    shop.open()
    yield
    shop.call(forget_pages)


def hold_lock(*, times: int) -> None:
    """Have one page asked again and again while another transaction holds what it writes, for 800 ms each time."""
    import threading
    import urllib.error
    import urllib.request

    from django.conf import settings
    from django.db import connection, transaction

    def knock() -> None:
        try:
            urllib.request.urlopen(f"{settings.SITE_URL}/webhooks/fake/", data=b"{}", timeout=20)
        except urllib.error.HTTPError as refused:
            refused.read()

    for _ in range(times):
        knocking = threading.Thread(target=knock)
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE payments_forgery IN ACCESS EXCLUSIVE MODE")
            knocking.start()
            time.sleep(0.8)
        knocking.join()


def was_so_before() -> None:
    """What was measured of the page was measured five minutes earlier too."""
    from datetime import timedelta

    from kirana.ops.measure import store
    from kirana.ops.measure.figures import Figures
    from kirana.ops.measure.store import Measurement, Span

    for row in Measurement.objects.filter(span=Span.MINUTE, source__startswith="web"):
        slow = {page: tally for page, tally in row.opened.requests.items() if "webhook" in page}
        if slow:
            minute = (row.starts_at - timedelta(minutes=5), Figures(slow))
            store.keep_minutes(source="web-drill", minutes=[minute])


def forget_pages() -> None:
    """As if nothing had been measured yet."""
    from kirana.ops.measure.store import Measurement
    from kirana.payments.models import Forgery

    Measurement.objects.all().delete()
    Forgery.objects.all().delete()


@drill("error-burst", turns="logs.errors", says="again and again", runbook="errors-in-the-logs")
def error_burst(shop: DrillShop) -> Iterator[None]:
    """A row of the database is not as the code expects it, and a page breaks for everyone."""
    broken = [name for name in shop.call(break_row) for _ in range(30)]
    statuses = [shop.get(path).status for path in broken]
    assert statuses.count(500) >= 25, statuses
    shop.close()
    shop.open()
    yield
    shop.call(mend_row)
    shop.call(settle_errors)
    shop.call(forget_pages)


def break_row() -> list[str]:
    """What is in a product is no table any more; the page that breaks."""
    from kirana.catalog.models import Product

    product = Product.objects.get(code="olive_oil")
    Product.objects.filter(pk=product.pk).update(nutrition=["not", "a", "table"])
    return [f"/products/{product.slug}/"]


def mend_row() -> None:
    """It is one again."""
    from kirana.catalog.models import Product

    Product.objects.filter(code="olive_oil").update(nutrition={})


def settle_errors() -> None:
    """The maintainer says that it is mended."""
    from kirana.core import clock
    from kirana.core.actors import system
    from kirana.ops.errors import groups

    groups.collect(at=clock.now())
    for one in groups.every(is_open=True):
        groups.settle(fingerprint=one.fingerprint, by=system("drills"), at=clock.now())

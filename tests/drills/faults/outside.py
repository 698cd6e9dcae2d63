"""What the shop depends on: mail, buckets, the time."""

from collections.abc import Iterator
from datetime import timedelta

from tests.drills.engine import drill
from tests.drills.shop import DrillShop


@drill("mail-refused", turns="health.mail", says="554", runbook="messages-late", quick=True)
def mail_refused(shop: DrillShop) -> Iterator[None]:
    """The mail server takes nothing from us."""
    shop.mail.refuses = True
    yield
    shop.mail.refuses = False


@drill("clock-skew", turns="health.clock", says="apart", runbook="clock-wrong", quick=True)
def clock_skew(shop: DrillShop) -> Iterator[None]:
    """The machine's clock and that of the world are four minutes apart."""
    shop.pages.skew = timedelta(minutes=4)
    yield
    shop.pages.skew = timedelta(0)


@drill("s3-refusing", turns="backup.places", says="s3://", runbook="backup-failing")
def s3_refusing(shop: DrillShop) -> Iterator[None]:
    """The bucket of the backups answers nobody."""
    shop.bucket.stop()
    yield
    shop.bucket.start()

"""What is in the database: indexes, ledgers, orders."""

from collections.abc import Iterator

from tests.drills.engine import drill
from tests.drills.shop import DrillShop


@drill("dropped-index", turns="database.indexes_dropped", says="outbox_due", runbook="indexes", quick=True)
def dropped_index(shop: DrillShop) -> Iterator[None]:
    """An index is gone."""
    shop.sql("DROP INDEX outbox_due")
    yield
    shop.sql("CREATE INDEX outbox_due ON core_outboxmessage (due_at) WHERE state = 'waiting'")


@drill(
    "unbalanced-ledger",
    turns="books.right",
    says="stock of atta: 45 on hand but movements sum to 38",
    runbook="books-not-right",
    quick=True,
)
def unbalanced_ledger(shop: DrillShop) -> Iterator[None]:
    """Somebody wrote a stock past its ledger."""
    shop.call(write_stock, by=7)
    yield
    shop.call(write_stock, by=-7)


def write_stock(*, by: int) -> None:
    """Change the first stock, and no movement."""
    from django.db.models import F

    from kirana.inventory.models import StockItem

    first = StockItem.objects.order_by("pk").values_list("pk", flat=True)[0]
    StockItem.objects.filter(pk=first).update(on_hand=F("on_hand") + by)


@drill("stuck-order", turns="orders.stuck", says="Accept it", runbook="order-stuck", quick=True)
def stuck_order(shop: DrillShop) -> Iterator[None]:
    """Nobody has accepted an order, and its slot is an hour ago."""
    shop.call(move_slot, hours=-48)
    yield
    shop.call(move_slot, hours=48)


def move_slot(*, hours: int) -> None:
    """Have the order that was placed have been placed, and be wanted, so much later."""
    from datetime import timedelta

    from kirana.orders.models import Order, OrderStateChange
    from kirana.orders.states import OrderState

    order = Order.objects.get(state=OrderState.PLACED)
    apart = timedelta(hours=hours)
    Order.objects.filter(pk=order.pk).update(slot_starts_at=order.slot_starts_at + apart)
    for change in OrderStateChange.objects.filter(subject=order):
        OrderStateChange.objects.filter(pk=change.pk).update(at=change.at + apart)


@drill("pending-migration", turns="health.migrations", says="ops.0008", runbook="migrations-waiting", quick=True)
def pending_migration(shop: DrillShop) -> Iterator[None]:
    """A release came without its change of tables."""
    shop.sql("UPDATE django_migrations SET name = 'was_0008' WHERE app = 'ops' AND name LIKE '0008%'")
    yield
    shop.sql("UPDATE django_migrations SET name = '0008_breach_and_secrets' WHERE name = 'was_0008'")

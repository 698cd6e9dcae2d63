"""What is in the database: indexes, ledgers, orders."""

import hashlib
import hmac
import json
from collections.abc import Iterator

from tests.drills.engine import drill, nobody_works
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


@drill("pending-migration", turns="health.migrations", says="ops.00", runbook="migrations-waiting", quick=True)
def pending_migration(shop: DrillShop) -> Iterator[None]:
    """A release came without its last change of tables."""
    name = shop.call(forget_migration)
    yield
    shop.sql(f"INSERT INTO django_migrations (app, name, applied) VALUES ('ops', '{name}', CURRENT_TIMESTAMP)")


def forget_migration() -> str:
    """Have the database not know the last migration of operations; its name."""
    from django.db.migrations.recorder import MigrationRecorder

    last = MigrationRecorder.Migration.objects.filter(app="ops").order_by("name").last()
    assert last is not None
    last.delete()
    return str(last.name)


@drill("lost-webhooks", turns="payments.webhooks", says="not read", runbook="webhooks-lost", look=nobody_works)
def lost_webhooks(shop: DrillShop) -> Iterator[None]:
    """A gateway told us something ten minutes ago, and what reads it is not at work."""
    body = json.dumps({"id": "evt_drill", "kind": "payment", "reference": "KM-1"}).encode()
    key = shop.folder.joinpath("secret_key").read_text().strip().encode()
    signed = {"X-Fake-Signature": hmac.new(key, body, hashlib.sha256).hexdigest(), "Content-Type": "application/json"}
    said = shop.get("/webhooks/fake/", data=body, headers=signed)
    assert said.status == 200, said.text
    shop.call(lose_jobs)
    yield
    shop.call(forget_events)


def lose_jobs() -> None:
    """Empty the queue; what gateways said came ten minutes ago."""
    from datetime import timedelta

    from django_q.models import OrmQ

    from kirana.core import clock
    from kirana.payments.models import WebhookEvent

    OrmQ.objects.all().delete()
    assert WebhookEvent.objects.update(received_at=clock.now() - timedelta(minutes=10)) == 1


def forget_events() -> None:
    """As if nothing had been said."""
    from kirana.payments.models import WebhookEvent, WebhookEventStateChange

    WebhookEventStateChange.objects.all().delete()
    WebhookEvent.objects.all().delete()

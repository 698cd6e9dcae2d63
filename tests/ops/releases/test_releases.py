"""Before and after a release: what the old code would not survive, and the way of a shopper through a running shop."""

import pytest
from django.core.management import CommandError, call_command
from django.db import migrations, models

from kirana.inventory.models import StockItem
from kirana.ops.checks import Verdict
from kirana.ops.releases import checks, preflight, smoke
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import NOW, PINCODE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("operation", "is_dangerous"),
    [
        (migrations.RemoveField("order", "note"), True),
        (migrations.RenameField("order", "note", "remark"), True),
        (migrations.DeleteModel("Order"), True),
        (migrations.AddField("order", "tip", models.IntegerField(default=0)), True),
        (migrations.AddField("order", "tip", models.IntegerField(db_default=0)), False),
        (migrations.AddField("order", "tip", models.IntegerField(null=True)), False),
        (migrations.AddIndex("order", models.Index(fields=["note"], name="note")), False),
        (migrations.RunSQL("UPDATE orders SET note = ''"), True),
        (migrations.RunSQL("SELECT 1", "SELECT 1"), False),
    ],
)
def test_a_migration_is_safe_when_the_old_code_still_works(operation, is_dangerous):
    assert bool(list(preflight.dangers("orders.0009", [operation]))) is is_dangerous


def test_a_table_that_the_old_code_does_not_know_may_be_shaped_at_will():
    made = [
        migrations.CreateModel("Tip", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("tip", "paise", models.IntegerField(default=0)),
    ]
    assert list(preflight.dangers("orders.0009", made)) == []


def test_with_every_migration_applied_none_waits():
    assert preflight.pending() == []


def test_what_only_a_person_knows_is_left_to_them_and_styles_that_lack_are_named(tmp_path, settings, capsys):
    settings.STATIC_ROOT = tmp_path
    items = {one.name: one.is_ready for one in preflight.look(at=NOW)}
    assert (items["migrations"], items["tests"], items["styles"]) == (True, None, False)
    with pytest.raises(CommandError, match="Not ready"):
        call_command("preflight")
    assert "NOT YET  styles" in capsys.readouterr().out
    answer = checks.ready(NOW)
    assert (answer.verdict, "styles" in answer.message) == (Verdict.WATCH, True)


def test_a_shop_that_does_not_answer_fails_every_step_and_the_command():
    steps = list(smoke.walk("http://127.0.0.1:9"))
    assert [step.name for step in steps] == [
        "health",
        "home",
        "search",
        "product",
        "into the basket",
        "basket",
        "checkout",
        "sign-in",
        "headers",
    ]
    assert [step.is_right for step in steps] == [False] * 9
    with pytest.raises(CommandError, match=r"9 step\(s\) failed"):
        call_command("smoke", "http://127.0.0.1:9")


@pytest.mark.django_db(transaction=True)
def test_a_shop_that_is_open_is_walked_through(lakshmi, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    steps = {step.name: step.is_right for step in smoke.walk(live_server.url)}
    assert [name for name, is_right in steps.items() if not is_right] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ways", [["cash_on_delivery"], ["cash_on_delivery", "fake"]], ids=["cash", "pretend gateway"])
def test_a_trial_order_is_placed_and_cancelled_at_once(ways, lakshmi, live_server, settings, it_is_now):
    settings.ALLOWED_HOSTS, settings.PAYMENT_METHODS = ["*"], ways
    before = {stock.pk: stock.reserved for stock in StockItem.objects.all()}
    steps = [(step.name, step.is_right) for step in smoke.order(live_server.url, pincode=PINCODE)]
    assert steps == [("order: checkout", True), ("order: placed", True), ("order: cancelled", True)]
    order = Order.objects.get()
    assert (order.state, order.lines.count()) == (OrderState.CANCELLED, 1)
    assert {stock.pk: stock.reserved for stock in StockItem.objects.all()} == before


@pytest.mark.django_db(transaction=True)
def test_a_shop_that_really_sells_gets_no_trial_order_unasked(lakshmi, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with pytest.raises(CommandError, match="add --yes"):
        call_command("smoke", live_server.url, "--place-order")
    assert Order.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_where_nothing_is_delivered_the_trial_order_fails_at_its_step(lakshmi, live_server, settings, it_is_now):
    settings.ALLOWED_HOSTS = ["*"]
    steps = [(step.name, step.is_right) for step in smoke.order(live_server.url, pincode="110001")]
    assert steps == [("order: checkout", True), ("order: placed", False)]
    assert Order.objects.count() == 0

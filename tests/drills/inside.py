"""The worker of a drill's shop: it asks the checks as the shop's own worker does, and reaches for what a drill breaks.

    python -m tests.drills.inside

Each line of its input names a function and its arguments; each line of its output is what came of it.
"""

import importlib
import json
import os
import sys
import traceback
from datetime import timedelta
from typing import Any

Found = dict[str, dict[str, Any]]


def main() -> None:
    """Do what the lines say until they end."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what anything prints is no answer
    import django

    django.setup()
    from django.db import connections

    for line in sys.stdin:
        order = json.loads(line)
        try:
            module, name = order["call"].split(":")
            came = {"came": getattr(importlib.import_module(module), name)(**order["with"])}
        except Exception:
            came = {"broke": traceback.format_exc()}
        connections.close_all()  # the next question may find another server
        print(json.dumps(came), file=answers, flush=True)


def ask(*, works: bool = True) -> Found:
    """Do the jobs that wait and ask every check, as the worker does when its minutes are over; where the shop stands
    then."""
    from kirana.core import clock
    from kirana.ops import running
    from kirana.ops.checks import all_checks
    from kirana.ops.measure.tasks import look_at_the_host

    running.beat(name=running.WORKER, at=clock.now())
    if works:
        work()
    look_at_the_host()
    running.give_up_on_hung(at=clock.now())
    for check in all_checks():
        running.run(check=check, at=clock.now())
    running.beat(name=running.WORKER, at=clock.now())
    return look()


def work() -> None:
    """Do what is done each minute, and the jobs that wait."""
    from django.utils.module_loading import import_string
    from django_q.models import OrmQ, Schedule

    each_minute = Schedule.objects.filter(minutes=1).exclude(func__endswith="ask_checks")
    for task in each_minute.order_by("func").values_list("func", flat=True):
        import_string(task)()
    for row in OrmQ.objects.order_by("pk"):
        job = row.task
        import_string(job["func"])(*job["args"], **job["kwargs"])
        row.delete()


def look() -> Found:
    """Where the shop stands, as its console shows it: nothing is asked."""
    from kirana.core import clock
    from kirana.ops import standing

    found = standing.look(at=clock.now())
    return {key: _facts(one) for key, one in found.checks.items()}


def _facts(one: Any) -> dict[str, Any]:
    rows = one.run.rows if one.run else []
    because = one.because.key if getattr(one, "because", None) else ""
    said = {"verdict": str(one.verdict), "message": one.message, "rows": rows, "because": because}
    return said | {"title": str(one.check.title), "runbook": one.check.runbook, "minutes": one.check.minutes}


def open_shop() -> None:
    """Lakshmi Stores, open now and every evening, with an order that is delivered and one for the next slot."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.core.management import call_command

    from kirana.content import services as content
    from kirana.core import clock
    from kirana.ops.secrets.tasks import look_at_secrets
    from kirana.orders.states import OrderState
    from tests import cast

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("write_schedules")
    at = clock.now()
    lakshmi = cast.open_lakshmi_stores(at=at)
    for weekday in range(7):
        cast.an_evening(lakshmi.store, weekday=weekday, at=at)
    ends = at.date() + timedelta(days=60)
    banner = {"titles": {"en": "Fresh atta"}, "link": "/shelves/atta/", "starts_on": at.date() - timedelta(days=1)}
    content.hang_banner(store=lakshmi.store, key="atta", by=cast.BY, at=at, ends_on=ends, **banner)
    lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, atta=2), OrderState.DELIVERED)
    lakshmi.a_placed_order(of=lakshmi.bilal, milk=2, onions=2000)
    look_at_secrets()
    for member in (lakshmi.chitra, lakshmi.esha):
        TOTP.activate(member.user, generate_totp_secret())


def a_wish(*, goods: dict[str, int] | None = None) -> tuple[Any, Any, Any]:
    """A cart of a guest with these goods, else milk and onions; the checkout form filled in for it, and the store."""
    from kirana.cart import selectors as cart_rows
    from kirana.cart import services as carts
    from kirana.catalog.models import Listing
    from kirana.checkout.quote import quote
    from kirana.core import clock
    from kirana.delivery import selectors as slots
    from kirana.flows.place_order import Wish
    from kirana.stores import selectors as stores
    from tests.cast import PINCODE

    at, store = clock.now(), stores.current()
    cart = carts.open_cart(store_id=store.pk, at=at)
    for code, quantity in (goods or {"milk": 2, "onions": 2000}).items():
        carts.add(cart=cart, listing_id=Listing.objects.get(product__code=code).pk, quantity=quantity, at=at)
    wish = Wish(
        name="A shopper",
        phone="+919845011001",
        email="",
        address_line="12th Main",
        landmark="",
        pincode=PINCODE,
        note="",
        slot_id=slots.open_slots(store_id=store.pk, at=at)[0].pk,
        payment_method="cash_on_delivery",
        language="en",
        shown_total_paise=quote(items=cart_rows.contents(cart_id=cart.pk), store=store).bill.total_paise,
    )
    return cart, wish, store


def back_up() -> None:
    """A backup, and its trial in each place."""
    from kirana.core import clock
    from kirana.core.actors import system
    from kirana.ops.backups import services

    services.make(by=system("drills"), at=clock.now())
    try_backups()


def try_backups(*, only: str = "") -> None:
    """Restore the newest backup of each place on trial."""
    from kirana.core import clock
    from kirana.ops.backups import drill
    from kirana.ops.backups.places import every_place

    for place in (one for one in every_place() if one.address.startswith(only)):
        drill.run(place, at=clock.now())


def sign_in(*, email: str) -> str:
    """The session of a member of staff."""
    from django.test import Client

    from kirana.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.cookies["sessionid"].value


def forget_measurements() -> None:
    """As if nothing had been measured: a server that was started for a drill is slow at first, and no drill is about
    that."""
    from kirana.ops.measure.store import Measurement

    Measurement.objects.all().delete()


def sql(*, statement: str) -> int:
    """Run a statement past everything that the shop minds; the number of rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


if __name__ == "__main__":
    main()

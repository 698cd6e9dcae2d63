"""The worker of a drill's shop: it asks the checks as the shop's own worker does, and reaches for what a drill breaks.

    python -m tests.drills.inside

Each line of its input names a function and its arguments; each line of its output is what came of it.
"""

import importlib
import json
import os
import sys
import traceback
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


def ask() -> Found:
    """Ask every check, as the worker does when its minutes are over; where the shop stands then."""
    from kirana.core import clock
    from kirana.ops import running
    from kirana.ops.checks import all_checks
    from kirana.ops.measure.tasks import look_at_the_host

    running.beat(name=running.WORKER, at=clock.now())
    look_at_the_host()
    running.give_up_on_hung(at=clock.now())
    for check in all_checks():
        running.run(check=check, at=clock.now())
    running.beat(name=running.WORKER, at=clock.now())
    return look()


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
    from django.core.management import call_command

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
    lakshmi.take_to(lakshmi.a_placed_order(of=lakshmi.asha, atta=2), OrderState.DELIVERED)
    lakshmi.a_placed_order(of=lakshmi.bilal, milk=2, onions=2000)
    look_at_secrets()


def back_up() -> None:
    """A backup, and its trial in each place."""
    from kirana.core import clock
    from kirana.core.actors import system
    from kirana.ops.backups import services

    services.make(by=system("drills"), at=clock.now())
    try_backups()


def try_backups() -> None:
    """Restore the newest backup of each place on trial."""
    from kirana.core import clock
    from kirana.ops.backups import drill
    from kirana.ops.backups.places import every_place

    for place in every_place():
        drill.run(place, at=clock.now())


def sign_in(*, email: str) -> str:
    """The session of a member of staff."""
    from django.test import Client

    from kirana.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.cookies["sessionid"].value


def sql(*, statement: str) -> int:
    """Run a statement past everything that the shop minds; the number of rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


if __name__ == "__main__":
    main()

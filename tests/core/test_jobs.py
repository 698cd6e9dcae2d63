"""Work for later: in the caller's transaction, run by a real worker, and on time."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django_q.models import OrmQ, Schedule, Success

from kirana.core import jobs, locks, outbox
from kirana.core.outbox import Delivery, OutboxMessage
from kirana.delivery.tasks import open_coming_slots
from kirana.flows.place_order import TotalChanged
from kirana.flows.tasks import expire_orders
from kirana.notifications.tasks import send_messages
from tests.cast import NOW

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The URL of the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def a_worker() -> Iterator[None]:
    """A worker as a shop runs it, on the database of this test."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "kirana.config.settings.test"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=ROOT,
        env=environment | {"LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(number: int) -> None:
    """Wait until so many jobs are done, half a minute at most."""
    until = time.monotonic() + 30
    while Success.objects.count() < number and time.monotonic() < until:
        time.sleep(0.1)
    assert Success.objects.count() == number


def waiting() -> list[tuple[str, dict[str, object]]]:
    """The jobs in the queue: what, and with what."""
    return [(row.task["func"], row.task["kwargs"]) for row in OrmQ.objects.order_by("pk")]


def test_a_job_waits_with_its_arguments(db):
    jobs.enqueue(send_messages)
    jobs.enqueue(open_coming_slots, days=7, why="अवकाश")
    assert waiting() == [
        ("kirana.notifications.tasks.send_messages", {}),
        ("kirana.delivery.tasks.open_coming_slots", {"days": 7, "why": "अवकाश"}),
    ]


def test_a_job_is_gone_when_its_transaction_rolls_back(db):
    with pytest.raises(RuntimeError, match="declined"), locks.transaction():
        jobs.enqueue(send_messages)
        assert len(waiting()) == 1
        raise RuntimeError("declined")
    assert waiting() == []


def test_an_order_that_is_refused_leaves_no_job(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(TotalChanged):
        lakshmi.place(lakshmi.a_cart_of(atta=1), shown_total_paise=1)
    assert waiting() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_was_committed_is_run_by_a_worker_once():
    with locks.transaction():
        outbox.post(
            channel="mail",
            address="asha@example.com",
            template="order_placed",
            facts={"number": "KM-10042", "name": "Asha", "total": "₹627", "shop": "Lakshmi Stores"}
            | {"shop_phone": "+918040012345", "link": "/"},
            language="en",
            dedupe_key="order_placed:KM-10042",
            at=NOW,
        )
        jobs.enqueue(send_messages)
    with a_worker():
        wait_for(1)
    assert waiting() == []
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.last_error) == (Delivery.SENT, 1, "")


def test_the_schedule_is_what_the_modules_declared(db):
    Schedule.objects.create(name="a task of last year", func="kirana.gone.tasks.forgotten")
    Schedule.objects.create(name="kirana.flows.tasks.expire_orders", func="kirana.flows.tasks.wrong", minutes=99)
    for _again in range(2):
        jobs.write_schedules()
    rows = Schedule.objects.values_list("name", "func", "schedule_type", "minutes", "repeats")
    declared = {
        (name := jobs.path_of(task)): (name, name, Schedule.MINUTES, minutes, -1)
        for task, minutes in ((send_messages, 1), (expire_orders, 5), (open_coming_slots, 60))
    }
    assert declared.items() <= {row[0]: row for row in rows}.items()
    assert "a task of last year" not in {row[0] for row in rows}
    assert Schedule.objects.count() == len(set(rows.values_list("name", flat=True)))

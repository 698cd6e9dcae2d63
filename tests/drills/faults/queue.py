"""Work in the background: the worker, its queue, the messages that it sends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.drills import inside
from tests.drills.engine import drill, nobody_works
from tests.drills.inside import Found
from tests.drills.shop import DrillShop
from tests.shop import ROOT


def nobody_asks(shop: DrillShop) -> Found:
    """What the console says when no worker asks anything: it looks at the worker itself."""
    ready = shop.get("/api/health/ready")
    assert (ready.status, '"queue.worker": "act"' in ready.text) == (503, True), ready.text
    found: Found = shop.call(inside.look)
    return found


@drill("worker-killed", turns="queue.worker", says="silent", runbook="worker-down", look=nobody_asks)
def worker_killed(shop: DrillShop) -> Iterator[None]:
    """The worker was killed, and six minutes have passed."""
    shop.call(age_beat, minutes=60)
    words = [sys.executable, "manage.py", "qcluster"]
    log = shop.around.joinpath("qcluster.log").open("a")
    cluster = subprocess.Popen(words, cwd=ROOT, env=shop.environment, start_new_session=True, stdout=log, stderr=log)
    try:
        for _ in range(600):
            if shop.call(beat_is_fresh):
                break
            time.sleep(0.1)
        assert shop.call(beat_is_fresh), "the worker did not come to work"
    finally:
        os.killpg(cluster.pid, signal.SIGKILL)
        cluster.wait()
    shop.call(age_beat, minutes=6)
    yield
    shop.call(empty_queue)


def beat_is_fresh() -> bool:
    """Whether the worker was seen within the last minute."""
    from datetime import timedelta

    from kirana.core import clock
    from kirana.ops import running

    beat = running.last_beat(name=running.WORKER)
    return beat is not None and clock.now() - beat < timedelta(minutes=1)


def age_beat(*, minutes: int) -> None:
    """Have the worker been seen last so long ago."""
    from datetime import timedelta

    from kirana.core import clock
    from kirana.ops import running

    running.beat(name=running.WORKER, at=clock.now() - timedelta(minutes=minutes))


@drill("queue-stuck", turns="queue.age", says="1 jobs wait", runbook="worker-down", look=nobody_works)
def queue_stuck(shop: DrillShop) -> Iterator[None]:
    """A job has waited for twenty minutes, and nobody takes it."""
    shop.call(leave_job)
    yield
    shop.call(empty_queue)


def leave_job() -> None:
    """A job that was ready twenty minutes ago."""
    from datetime import timedelta

    from django_q.models import OrmQ

    from kirana.core import clock, jobs
    from kirana.ops.tasks import thin_runs

    OrmQ.objects.all().delete()
    jobs.enqueue(thin_runs)
    OrmQ.objects.update(lock=clock.now() - timedelta(minutes=20))


def empty_queue() -> None:
    """Nothing waits."""
    from django_q.models import OrmQ

    OrmQ.objects.all().delete()


@drill("message-late", turns="outbox.age", says="1 messages have", runbook="messages-late", look=nobody_works)
def message_late(shop: DrillShop) -> Iterator[None]:
    """A message to a shopper has waited for half an hour."""
    shop.call(leave_message)
    yield
    shop.call(drop_message)


def leave_message() -> None:
    """A message of half an hour ago that nobody sent; what else waits is sent."""
    from datetime import timedelta

    from kirana.core import clock, outbox
    from kirana.core.outbox import Delivery, OutboxMessage

    OutboxMessage.objects.filter(state=Delivery.WAITING).update(state=Delivery.SENT, sent_at=clock.now())
    facts = {"channel": "mail", "address": "asha@example.com", "template": "order_out", "facts": {}, "language": "en"}
    outbox.post(**facts, dedupe_key="drill", at=clock.now() - timedelta(minutes=30))  # type: ignore[arg-type]


def drop_message() -> None:
    """It is gone."""
    from kirana.core.outbox import OutboxMessage

    OutboxMessage.objects.filter(dedupe_key="drill").delete()


@drill("job-failed", turns="logs.errors", says="nothing.of.that.name", runbook="errors-in-the-logs", verdict="watch")
def job_failed(shop: DrillShop) -> Iterator[None]:
    """A job broke."""
    shop.call(break_job)
    yield
    shop.call(forget_failures)


def break_job() -> None:
    """Run a job that breaks, as the worker does."""
    from contextlib import suppress

    from django_q.tasks import async_task

    with suppress(KeyError):
        async_task("kirana.ops.tasks.ask_check", key="nothing.of.that.name", sync=True)


def forget_failures() -> None:
    """As if it had not."""
    from django_q.models import Failure

    from tests.drills.faults.pages import settle_errors

    Failure.objects.all().delete()
    settle_errors()

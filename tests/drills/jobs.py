"""The queue's own scheduler, pusher, worker and monitor, one after the other in one process: what is due is done, and
they return. In the shop each is a process of its own that never ends.
"""

from multiprocessing import Event, Value
from queue import Queue
from typing import Any


def work() -> int:
    """Do every job that is due now or becomes so meanwhile; how many."""
    from django_q.brokers import get_broker
    from django_q.monitor import monitor
    from django_q.pusher import pusher
    from django_q.scheduler import scheduler
    from django_q.worker import worker

    broker, once = get_broker(), Event()
    once.set()
    scheduler(broker=broker)
    done = 0
    while broker.queue_size():
        tasks: Queue[Any] = Queue()
        results: Queue[Any] = Queue()
        pusher(tasks, once, broker)
        tasks.put("STOP")
        worker(tasks, results, Value("i", -1))
        done += results.qsize()
        results.put("STOP")
        monitor(results, broker)
    return done

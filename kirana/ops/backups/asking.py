"""What a person asks of the backups by a button: written into the log, and left to the worker."""

from datetime import datetime

from kirana.core import audit, jobs, locks
from kirana.core.actors import Actor
from kirana.ops.backups import tasks


def for_a_backup(*, by: Actor, at: datetime) -> None:
    """Have one made now."""
    with locks.transaction():
        audit.record(action="backup.ask", subject="backups", by=by, at=at)
        jobs.enqueue(tasks.back_up_now)


def for_a_trial(*, by: Actor, at: datetime) -> None:
    """Have the newest backup of every place restored on trial now."""
    with locks.transaction():
        audit.record(action="backup.ask_trial", subject="backups", by=by, at=at)
        jobs.enqueue(tasks.drill_now)

"""Backups' work in the background: see whether one is due, and start it in a process of its own."""

from kirana.core import clock
from kirana.core.actors import system
from kirana.ops.backups import apart, selectors, services

BY = system("backups")


def back_up_when_due() -> None:
    """A backup every `BACKUP_EVERY_HOURS`."""
    at = clock.now()
    services.give_up_unfinished(by=BY, at=at)
    if selectors.is_due(at=at):
        apart.start("backup", "--when-due")


def back_up_now() -> None:
    """A backup that someone asked for."""
    apart.start("backup")


def drill_now() -> None:
    """A trial of every place that someone asked for."""
    apart.start("restore_drill")


def drill_when_due() -> None:
    """A trial of the newest backup of each place, every `BACKUP_DRILL_DAYS`."""
    if selectors.drills_due(at=clock.now()):
        apart.start("restore_drill", "--when-due")

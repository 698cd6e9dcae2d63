"""Backups: made, kept in several places, and restored on trial every week, so that the real restore is no first time.

`services` makes them, `restoring` brings one back, `drill` tries it where nobody sells. What differs between SQLite and
PostgreSQL is in a module each.
"""


def register() -> None:
    """Declare the jobs and the checks of backups."""
    from kirana.core import jobs
    from kirana.ops import checks as registry
    from kirana.ops.backups import checks, tasks

    for check in checks.CHECKS:
        registry.register(check)

    jobs.every(minutes=15, task=tasks.back_up_when_due)
    jobs.every(minutes=60, task=tasks.drill_when_due)

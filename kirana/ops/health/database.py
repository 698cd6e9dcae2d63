"""Whether the database answers, and whether it has every table that the code expects."""

from datetime import datetime
from time import perf_counter_ns

from django.db import DatabaseError, Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict

NANOSECONDS_IN_MS = 1_000_000
SLOW_MS = 200


def round_trip_ms() -> int:
    """How long the database takes to answer the least of questions. Raises `DatabaseError` when it does not."""
    begun = perf_counter_ns()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return (perf_counter_ns() - begun) // NANOSECONDS_IN_MS


def is_answering() -> bool:
    """Whether the database answers; a connection that was lost is let go, so that the next question makes a new one."""
    try:
        round_trip_ms()
    except Error:
        connection.close()
        return False
    return True


def answers(_at: datetime) -> Answer:
    """The database answers, and soon."""
    try:
        took = round_trip_ms()
    except DatabaseError as error:
        return Answer(Verdict.ACT, _("The database does not answer: %(error)s"), {"error": str(error)[:200]})
    figures = [Figure(_("Kind"), connection.vendor), Figure(_("Round trip"), f"{took} ms")]
    if took > SLOW_MS:
        return Answer(Verdict.WATCH, _("The database answers slowly, in %(took)s ms."), {"took": took}, figures)
    return Answer(Verdict.GOOD, _("The database answers in %(took)s ms."), {"took": took}, figures)


def migrations(_at: datetime) -> Answer:
    """The tables are those that the code was written for."""
    executor = MigrationExecutor(connection)
    waiting = [f"{step.app_label}.{step.name}" for step, _back in _plan(executor)]
    figures = [Figure(_("Applied"), str(len(executor.loader.applied_migrations)))]
    if waiting:
        sentence = _("%(number)s changes of tables wait to be applied.")
        return Answer(Verdict.ACT, sentence, {"number": len(waiting)}, figures, [(name,) for name in waiting])
    return Answer(Verdict.GOOD, _("Every change of tables is applied."), {}, figures)


def _plan(executor: MigrationExecutor) -> list[tuple]:  # type: ignore[type-arg]
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS = (
    Check("health.database", _("The database"), 1, "database-down", answers),
    Check("health.migrations", _("Changes of tables"), 10, "migrations-waiting", migrations),
)

"""How large the database is, when it will be full, and who is connected to it."""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kirana.ops import alerts, database
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.database import sqlite
from kirana.ops.measure import history
from kirana.ops.watch.pages import Facts

MIB = 1024 * 1024
KIB = 1024
ENOUGH_DAYS = 3
SOON, VERY_SOON = 30, 7  # days
WAL_TOO_LARGE = 256 * MIB
BLOATED_PERMILLE, WORTH_TIDYING = 250, 50 * MIB
LARGEST = 8


def size(at: datetime) -> Answer:
    """Whether the database is near its limit."""
    taken, limit = database.size_bytes(), database.limit_bytes()
    figures = [
        Figure(_("Size"), in_mib(taken)),
        Figure(_("The limit"), in_mib(limit) if limit else str(_("not known"))),
    ]
    rows = [(table.name, in_mib(table.bytes), str(table.rows)) for table in database.care().tables()[:LARGEST]]
    if not limit:
        sentence = _("The database has %(size)s; what it may have is not known. Set DATABASE_LIMIT_MB.")
        return Answer(Verdict.NOT_CONNECTED, sentence, {"size": in_mib(taken)}, figures, rows)
    permille = taken * 1000 // limit
    figures.append(Figure(_("Share"), f"{permille // 10}.{permille % 10} %"))
    if alerts.database_permille().is_raised([*_shares(at, limit), permille]):
        facts: Facts = {"limit": settings.ALERT_DATABASE_PERCENT, "size": in_mib(taken)}
        sentence = _("The database has %(size)s, more than %(limit)s %% of its room.")
        return Answer(Verdict.ACT, sentence, facts, figures, rows)
    return Answer(Verdict.GOOD, _("The database has room."), {}, figures, rows)


def _shares(at: datetime, limit: int) -> list[int | None]:
    """What it was of the limit in the last day: so that it does not clear and raise again with every tidying."""
    points = history.hours(at=at, back=history.DAY)
    levels = [point.gauge("database.size_kib") for point in points]
    return [level * KIB * 1000 // limit if level is not None else None for level in levels]


def forecast(at: datetime) -> Answer:
    """In how many days the database is full if it goes on as it did."""
    points = history.days(at=at, back=history.MONTH)
    sizes = [(point.at, kib) for point in points if (kib := point.gauge("database.size_kib")) is not None]
    limit = database.limit_bytes()
    figures = [Figure(_("Days that were measured"), str(len(sizes))), Figure(_("Size"), in_mib(database.size_bytes()))]
    if len(sizes) < ENOUGH_DAYS or not limit:
        sentence = _("There are not enough figures yet to say when the database will be full.")
        return Answer(Verdict.GOOD if limit else Verdict.NOT_CONNECTED, sentence, {}, figures)
    days = history.days_until(limit=limit // KIB, sizes=sizes)
    if days is None or days > 3650:
        return Answer(Verdict.GOOD, _("The database does not grow enough to ever be full."), {}, figures)
    figures.append(Figure(_("Days until it is full"), str(days)))
    if days <= SOON:
        verdict = Verdict.ACT if days <= VERY_SOON else Verdict.WATCH
        return Answer(verdict, _("The database will be full in %(days)s days."), {"days": days}, figures)
    return Answer(Verdict.GOOD, _("The database will not be full within a month."), {}, figures)


def connections(_at: datetime) -> Answer:
    """Whether there are connections left."""
    found = database.connections()
    if not found.most:
        figures = [Figure(_("Kind"), connection.vendor)]
        return Answer(Verdict.GOOD, _("This database has no limit of connections."), {}, figures)
    permille = found.open * 1000 // found.most
    figures = [Figure(_("Open"), str(found.open)), Figure(_("Allowed"), str(found.most))]
    if alerts.connections_permille().is_raised([permille]):
        facts = {"open": found.open, "most": found.most}
        return Answer(Verdict.ACT, _("%(open)s of %(most)s connections are taken."), facts, figures)
    return Answer(Verdict.GOOD, _("There are connections left."), {}, figures)


def leaks(_at: datetime) -> Answer:
    """Whether somebody holds a transaction open and does nothing."""
    if connection.vendor == "sqlite":
        return _sqlite_leaks()
    found = database.connections()
    figures = [
        Figure(_("Idle in a transaction"), str(found.idle_in_transaction)),
        Figure(_("The longest for"), f"{found.oldest_seconds} s"),
    ]
    if found.idle_in_transaction and found.oldest_seconds > settings.LEAK_SECONDS:
        facts = {"seconds": found.oldest_seconds}
        sentence = _("A connection has held a transaction open for %(seconds)s seconds and does nothing.")
        return Answer(Verdict.ACT, sentence, facts, figures)
    return Answer(Verdict.GOOD, _("Nobody holds a transaction open."), {}, figures)


def _sqlite_leaks() -> Answer:
    """On SQLite a reader that never ends shows in the log beside the file, which cannot be taken in."""
    waiting = sqlite.wal_bytes()
    figures = [Figure(_("The log beside the file"), in_mib(waiting))]
    if waiting > WAL_TOO_LARGE:
        sentence = _("The log beside the database has grown to %(size)s: somebody holds a transaction open.")
        return Answer(Verdict.ACT, sentence, {"size": in_mib(waiting)}, figures)
    return Answer(Verdict.GOOD, _("Nobody holds a transaction open."), {}, figures)


def bloat(_at: datetime) -> Answer:
    """Whether deleted rows take much room."""
    care = database.care()
    dead, whole = care.dead_bytes(), max(1, database.size_bytes())
    figures = [Figure(_("Room of deleted rows"), in_mib(dead)), Figure(_("Size"), in_mib(whole))]
    worst = max(care.tables(), key=lambda table: table.dead_permille * table.bytes, default=None)
    if dead > WORTH_TIDYING and dead * 1000 > whole * BLOATED_PERMILLE and worst:
        rows = [(care.tidy_sql(worst.name),)]
        return Answer(Verdict.WATCH, _("Deleted rows take %(size)s."), {"size": in_mib(dead)}, figures, rows)
    return Answer(Verdict.GOOD, _("Deleted rows take little room."), {}, figures)


def in_mib(number: int) -> str:
    """A size for people: `12.3 MB`."""
    tenths = number * 10 // MIB
    return f"{tenths // 10}.{tenths % 10} MB"


CHECKS = (
    Check("database.size", _("Size of the database"), 10, "database-full", size),
    Check("database.forecast", _("When the database will be full"), 60, "database-full", forecast),
    Check("database.connections", _("Connections"), 1, "database-connections", connections),
    Check("database.leaks", _("Transactions left open"), 1, "database-connections", leaks),
    Check("database.bloat", _("Room of deleted rows"), 60, "database-full", bloat),
)

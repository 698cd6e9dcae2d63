"""Slow statements and the indexes: which are wanted, which are lost, which nobody uses."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops import database
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.database import advice, drift, statements
from kirana.ops.database.questions import Counted
from kirana.ops.database.statements import Statement
from kirana.ops.watch.data import in_mib
from kirana.ops.watch.pages import Facts

VERY_SLOW_MS = 1000
OFTEN = 10
MOST = 20
BY_SERVER = "pg_stat_statements"
SHOWN = 160  # letters of a statement


def slow(at: datetime) -> Answer:
    """Whether a statement was slow within a day: once very, or often."""
    found = list(statements.slow(at=at)[:MOST])
    figures = [
        Figure(_("Kinds of statement that are known"), str(Statement.objects.count())),
        Figure(_("Slow is"), f"{settings.SLOW_STATEMENT_MS} ms"),
    ]
    rows = [(one.caller, f"{one.slow} ×", f"{one.worst_ms} ms", one.sql[:SHOWN]) for one in found]
    rows += [(BY_SERVER, f"{one.calls} ×", f"{one.worst_ms} ms", one.sql[:SHOWN]) for one in _counted()]
    bad = [one for one in found if one.worst_ms >= VERY_SLOW_MS or one.slow >= OFTEN]
    if bad:
        facts: Facts = {"caller": bad[0].caller or "?", "worst": bad[0].worst_ms, "times": bad[0].slow}
        sentence = _("A statement of %(caller)s was slow %(times)s times within a day, at worst %(worst)s ms.")
        return Answer(Verdict.ACT, sentence, facts, figures, rows)
    if found:
        sentence = _("%(number)s kinds of statement were slow within a day.")
        return Answer(Verdict.WATCH, sentence, {"number": len(found)}, figures, rows)
    return Answer(Verdict.GOOD, _("No statement was slow within a day."), {}, figures, rows)


def _counted() -> list[Counted]:
    """What the server itself counted as slow: other programs' statements too."""
    return database.care().counted_by_server(slower_than_ms=settings.SLOW_STATEMENT_MS, limit=5)


def indexes_missing(_at: datetime) -> Answer:
    """Whether a large table is read from end to end where an index would do."""
    wanted = advice.to_add()
    figures = [Figure(_("Plans that were looked at"), str(Statement.objects.exclude(plan="").count()))]
    if wanted:
        rows = [(one.caller, f"{one.table}: {one.rows}", one.sql, one.migration) for one in wanted[:MOST]]
        facts = {"table": wanted[0].table, "columns": ", ".join(wanted[0].columns)}
        return Answer(Verdict.WATCH, _("An index on %(table)s (%(columns)s) would help."), facts, figures, rows)
    return Answer(Verdict.GOOD, _("No large table is read from end to end for want of an index."), {}, figures)


def indexes_unused(at: datetime) -> Answer:
    """Whether an index only costs."""
    known, unused = database.care().indexes(), advice.unused(at=at)
    since = statements.watched_since()
    figures = [
        Figure(_("Indexes"), str(len(known))),
        Figure(_("Looked at since"), f"{since:%Y-%m-%d}" if since else str(_("not yet"))),
    ]
    if unused:
        rows = [(one.name, f"{one.table}, {in_mib(one.bytes)}") for one in unused[:MOST]]
        sentence = _("%(number)s indexes of some size were not seen to be used.")
        return Answer(Verdict.WATCH, sentence, {"number": len(unused)}, figures, rows)
    return Answer(Verdict.GOOD, _("No index of some size is known to be of no use."), {}, figures)


def indexes_dropped(_at: datetime) -> Answer:
    """Whether the database has every index and rule that the models say."""
    lost = drift.missing()
    figures = [Figure(_("Indexes"), str(len(database.care().indexes())))]
    if lost:
        rows = [(f"{one.kind} {one.name}", one.table, one.sql) for one in lost[:MOST]]
        facts: Facts = {"name": lost[0].name, "table": lost[0].table, "number": len(lost)}
        sentence = _("The database has lost %(number)s indexes or rules, the first: %(name)s of %(table)s.")
        return Answer(Verdict.ACT, sentence, facts, figures, rows)
    return Answer(Verdict.GOOD, _("Every index and rule is there."), {}, figures)


CHECKS = (
    Check("database.slow_statements", _("Slow statements"), 5, "statement-slow", slow),
    Check("database.indexes_missing", _("Indexes that would help"), 60, "indexes", indexes_missing),
    Check("database.indexes_unused", _("Indexes that nobody uses"), 24 * 60, "indexes", indexes_unused),
    Check("database.indexes_dropped", _("Indexes and rules that are lost"), 60, "indexes", indexes_dropped),
)

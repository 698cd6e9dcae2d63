"""PostgreSQL's answers, from its own statistics."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction

from kirana.ops.database.questions import Connections, Counted, Index, Plan, Table

OF_CONNECTIONS = """
    SELECT COUNT(*),
           current_setting('max_connections')::int,
           COUNT(*) FILTER (WHERE state LIKE 'idle in transaction%%'),
           COALESCE(EXTRACT(EPOCH FROM now() - MIN(state_change)
                    FILTER (WHERE state LIKE 'idle in transaction%%')), 0)::bigint
    FROM pg_stat_activity WHERE datname = current_database()
"""
OF_TABLES = """
    SELECT t.relname, pg_total_relation_size(t.relid), GREATEST(c.reltuples, t.n_live_tup, 0)::bigint,
           t.n_dead_tup * 1000 / GREATEST(t.n_live_tup + t.n_dead_tup, 1)
    FROM pg_stat_user_tables t JOIN pg_class c ON c.oid = t.relid
    WHERE t.schemaname = current_schema() ORDER BY 2 DESC, 1
"""
OF_INDEXES = """
    SELECT s.indexrelname, s.relname, pg_relation_size(s.indexrelid), i.indisunique OR i.indisprimary, s.idx_scan
    FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
    WHERE s.schemaname = current_schema() ORDER BY 1
"""
COUNTS = "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'"
OF_STATEMENTS = """
    SELECT query, calls, mean_exec_time::bigint, max_exec_time::bigint FROM pg_stat_statements
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND mean_exec_time >= %s
    ORDER BY total_exec_time DESC LIMIT %s
"""
OF_DEAD = """
    SELECT COALESCE(SUM(pg_relation_size(relid) * n_dead_tup / GREATEST(n_live_tup + n_dead_tup, 1)), 0)::bigint
    FROM pg_stat_user_tables WHERE schemaname = current_schema()
"""


def size_bytes() -> int:
    """The database's files."""
    return int(_asked("SELECT pg_database_size(current_database())")[0][0])


def room_bytes() -> int:
    """The server's disk cannot be seen from here."""
    return 0


def connections() -> Connections:
    """Everyone connected to this database, of what the server allows in all."""
    return Connections(*map(int, _asked(OF_CONNECTIONS)[0]))


def tables() -> list[Table]:
    """The tables with their indexes and what is kept outside the rows."""
    return [Table(*row) for row in _asked(OF_TABLES)]


def indexes() -> list[Index]:
    """Every index with the times it was chosen since the statistics were reset."""
    return [Index(*row) for row in _asked(OF_INDEXES)]


def plan(sql: str, values: Sequence[Any] | None) -> Plan:
    """The plan that would be taken, with estimated costs."""
    found = _asked(f"EXPLAIN (FORMAT JSON) {sql}", values)[0][0]
    root = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    nodes = list(_nodes(root, 0))
    scanned = tuple(node["Relation Name"] for _depth, node in nodes if _reads_all(node))
    chosen = tuple(node["Index Name"] for _depth, node in nodes if "Index Name" in node)
    return Plan("\n".join(_line(depth, node) for depth, node in nodes), scanned, chosen)


def dead_bytes() -> int:
    """What dead rows take, by their share of each table."""
    return int(_asked(OF_DEAD)[0][0])


def tidy_sql(table: str) -> str:
    """Makes the room of dead rows free for new ones, while the shop is open."""
    return f"VACUUM (ANALYZE) {connection.ops.quote_name(table)};"


def counted_by_server(*, slower_than_ms: int, limit: int) -> list[Counted]:
    """What the extension pg_stat_statements has counted since it was reset; nothing where it is not installed."""
    if not _asked(COUNTS):
        return []
    try:
        with transaction.atomic():
            return [Counted(*row) for row in _asked(OF_STATEMENTS, [slower_than_ms, limit])]
    except DatabaseError:  # installed, and not loaded when the server started
        return []


def _nodes(node: dict[str, Any], depth: int) -> Iterator[tuple[int, dict[str, Any]]]:
    yield depth, node
    for below in node.get("Plans", []):
        yield from _nodes(below, depth + 1)


def _reads_all(node: dict[str, Any]) -> bool:
    """Whether a table is read from end to end, in the order it lies in or in that of an index."""
    is_through_index = node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    return node["Node Type"] == "Seq Scan" or is_through_index


def _line(depth: int, node: dict[str, Any]) -> str:
    of = " ".join(str(node[key]) for key in ("Index Name", "Relation Name") if key in node)
    rules = "; ".join(str(node[key]) for key in ("Index Cond", "Filter", "Hash Cond", "Sort Key") if key in node)
    cost = f"cost {int(node['Total Cost'])}, rows {node['Plan Rows']}"
    return "  " * depth + " ".join(part for part in (node["Node Type"], of, f"({cost})", rules) if part)


def _asked(sql: str, values: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())

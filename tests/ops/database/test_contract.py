"""What SQLite and PostgreSQL are asked alike: the same questions, answers of the same shape, true on both."""

from datetime import timedelta

import pytest
from django.db import connection

from kirana.core.idempotency import IdempotencyKey
from kirana.core.models import AuditEntry
from kirana.ops import database
from kirana.ops.database import advice, drift, sampling, statements
from kirana.ops.database.sampling import Sample, Sampler, normal
from kirana.ops.database.statements import Statement
from tests.cast import NOW

pytestmark = pytest.mark.django_db

# What the rule that a key has one effect rests on: SQLite names it by itself.
THE_RULE = {"sqlite": "sqlite_autoindex_core_idempotencykey_1", "postgresql": "one_effect_per_key"}


def care():
    return database.care()


def sent(query):
    """A query as it goes to the database."""
    return query.query.sql_with_params()


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def many_keys(count=12_000):
    rows = [IdempotencyKey(scope="test", key=str(n), result=str(n % 500), claimed_at=NOW) for n in range(count)]
    IdempotencyKey.objects.bulk_create(rows, batch_size=2000)
    run("ANALYZE")


def capture(query, *, slow_ms=0, caller="kirana/orders/selectors.py:board"):
    sql, values = sent(query)
    sample = Sample(sql, values, caller)
    if slow_ms:
        sample.note(slow_ms)
    statements.write_down([sample], at=NOW)
    return Statement.objects.get(sql=sample.kind)


# --- sizes and connections --------------------------------------------------------------------------


def test_the_database_has_a_size_and_its_tables_are_in_it(lakshmi):
    tables = {table.name: table for table in care().tables()}
    assert {"orders_order", "catalog_product", "core_auditentry"} <= set(tables)
    assert 0 < sum(table.bytes for table in tables.values()) <= database.size_bytes() * 2
    assert [table.bytes for table in care().tables()] == sorted((one.bytes for one in tables.values()), reverse=True)


def test_connections_are_within_what_is_allowed(db):
    found = care().connections()
    assert found.idle_in_transaction in (0, 1)
    if connection.vendor == "postgresql":
        assert 1 <= found.open <= found.most
    else:
        assert (found.open, found.most) == (0, 0)


def test_rules_are_told_from_indexes_that_only_help():
    found = [index for index in care().indexes() if index.table == "core_idempotencykey"]
    assert [index.name for index in found if not index.is_rule] == ["idempotency_claimed_at"]
    assert THE_RULE[connection.vendor] in {index.name for index in found if index.is_rule}


def test_dead_rows_are_a_size():
    assert care().dead_bytes() >= 0
    assert care().tidy_sql("core_auditentry").startswith("VACUUM")


def test_the_limit_is_the_plans_or_what_the_disk_has_room_for(settings):
    settings.DATABASE_LIMIT_MB = 512
    assert database.limit_bytes() == 512 * 1024 * 1024
    settings.DATABASE_LIMIT_MB = 0
    assert database.limit_bytes() == care().room_bytes()


def test_what_the_server_does_not_count_is_no_error(db):
    """The tests' PostgreSQL runs without pg_stat_statements, as most small plans do; SQLite has no server."""
    assert care().counted_by_server(slower_than_ms=0, limit=5) == []


# --- plans ------------------------------------------------------------------------------------------


def test_a_plan_names_the_index_that_is_chosen():
    many_keys()
    plan = care().plan(*sent(IdempotencyKey.objects.filter(scope="test", key="7")))
    assert plan.indexes == (THE_RULE[connection.vendor],)
    assert plan.scanned == ()
    assert plan.text


def test_a_plan_names_the_table_that_is_read_from_end_to_end():
    many_keys()
    plan = care().plan(*sent(IdempotencyKey.objects.filter(result="7")))
    assert plan.scanned == ("core_idempotencykey",)
    assert plan.indexes == ()


def test_asking_for_a_plan_runs_nothing():
    many_keys(10)
    care().plan('DELETE FROM "core_idempotencykey" WHERE "key" = %s', ["7"])
    assert IdempotencyKey.objects.count() == 10


# --- what is sampled --------------------------------------------------------------------------------


def test_a_slow_statement_is_kept_with_its_plan_and_its_caller_and_without_its_values():
    many_keys()
    kept = capture(IdempotencyKey.objects.filter(result="Asha Iyer"), slow_ms=750)
    assert (kept.slow, kept.worst_ms, kept.mean_ms, kept.caller) == (1, 750, 750, "kirana/orders/selectors.py:board")
    assert kept.scanned == ["core_idempotencykey"]
    assert "Asha" not in kept.sql
    assert list(statements.slow(at=NOW)) == [kept]
    assert list(statements.slow(at=NOW + timedelta(hours=25))) == []


def test_counts_of_slow_ones_begin_anew_after_a_quiet_day():
    query = IdempotencyKey.objects.filter(result="1")
    capture(query, slow_ms=900)
    capture(query, slow_ms=400)
    assert Statement.objects.values_list("slow", "worst_ms", "total_ms").get() == (2, 900, 1300)
    sample = Sample(*sent(query), "kirana/orders/selectors.py:board")
    sample.note(300)
    statements.write_down([sample], at=NOW + timedelta(days=2))
    assert Statement.objects.values_list("slow", "worst_ms", "total_ms").get() == (1, 300, 300)


def test_a_statement_that_cannot_be_planned_is_kept_all_the_same():
    statements.write_down([Sample('SELECT 1 FROM "gone"', [], "x")], at=NOW)
    assert Statement.objects.get().plan == ""


def test_the_sampler_sees_each_kind_once_and_every_slow_one(settings, lakshmi):
    sampler = Sampler()
    with connection.execute_wrapper(sampler):
        for number in range(3):
            list(AuditEntry.objects.filter(number=number))
    [sample] = sampler.take(on=NOW.date())
    assert sample.slow == 0
    settings.SLOW_STATEMENT_MS = 0
    with connection.execute_wrapper(sampler):
        for number in range(3):
            list(AuditEntry.objects.filter(number=number))
    [sample] = sampler.take(on=NOW.date())
    assert sample.slow == 3
    assert sampler.take(on=NOW.date()) == []


def test_the_caller_is_the_innermost_function_of_ours(lakshmi):
    from kirana.orders import selectors as orders

    sampler = Sampler()
    with connection.execute_wrapper(sampler):
        orders.board(store_id=lakshmi.store.pk) if hasattr(orders, "board") else lakshmi.a_placed_order(atta=1)
    assert any(sample.caller.startswith("kirana/") for sample in sampler.take(on=NOW.date()))


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT a\n  FROM b WHERE c IN (%s, %s, %s) LIMIT 21", "SELECT a FROM b WHERE c IN (…) LIMIT …"),
        ("INSERT INTO t (a) VALUES (%s, %s), (%s, %s)", "INSERT INTO t (a) VALUES (…), …"),
        ("SELECT 1 WHERE x = 'Asha''s' AND T3.id = 4", "SELECT … WHERE x = '…' AND T3.id = …"),
    ],
)
def test_values_and_how_many_there_are_make_no_other_kind(sql, kind):
    assert normal(sql) == kind


# --- advice -----------------------------------------------------------------------------------------


def test_an_index_is_advised_where_a_large_table_is_searched_without_one():
    many_keys()
    capture(IdempotencyKey.objects.filter(result="7").order_by("claimed_at"))
    [advised] = advice.to_add()
    assert (advised.table, advised.columns) == ("core_idempotencykey", ("result", "claimed_at"))
    assert advised.migration == (
        "migrations.AddIndex(model_name='idempotencykey', index=models.Index(fields=['result', 'claimed_at'],"
        " name='idempotencykey_result_claimed'))"
    )
    run(advised.sql.replace("CONCURRENTLY ", ""))
    assert care().plan(*sent(IdempotencyKey.objects.filter(result="7"))).scanned == ()
    assert advice.to_add() == []


def test_a_small_table_may_be_read_from_end_to_end():
    many_keys(100)
    capture(IdempotencyKey.objects.filter(result="7"))
    assert advice.to_add() == []


def test_reading_everything_on_purpose_needs_no_index():
    many_keys()
    capture(IdempotencyKey.objects.all())
    assert advice.to_add() == []


def test_an_index_that_nothing_chose_for_a_week_is_named(monkeypatch):
    monkeypatch.setattr(advice, "WORTH_DROPPING", 0)
    many_keys()
    capture(IdempotencyKey.objects.filter(scope="test", key="7"))
    assert advice.unused(at=NOW + timedelta(days=6)) == []
    found = advice.unused(at=NOW + timedelta(days=8))
    assert len(found) > 10
    assert [index for index in found if index.is_rule or index.uses] == []


# --- drift ------------------------------------------------------------------------------------------


def test_a_database_that_was_migrated_misses_nothing():
    assert drift.missing() == []


def test_a_dropped_index_is_named_and_its_statement_brings_it_back():
    run("DROP INDEX idempotency_claimed_at")
    [lost] = drift.missing()
    assert (lost.kind, lost.table, lost.name) == ("index", "core_idempotencykey", "idempotency_claimed_at")
    run(lost.sql)
    assert drift.missing() == []


@pytest.mark.sqlite_only
def test_tables_that_did_not_change_are_not_taken_apart_again(django_assert_num_queries):
    drift.missing()
    with django_assert_num_queries(1):
        assert drift.missing() == []


def test_a_dropped_rule_is_named(lakshmi):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite cannot drop a rule of a table")
    run("ALTER TABLE core_idempotencykey DROP CONSTRAINT one_effect_per_key")
    [lost] = drift.missing()
    assert (lost.kind, lost.name) == ("rule", "one_effect_per_key")
    run(lost.sql)
    assert drift.missing() == []


@pytest.mark.sqlite_only
def test_who_watches_watches_once():
    before = list(connection.execute_wrappers)
    try:
        sampling.watch()
        sampling.watch()
        assert connection.execute_wrappers.count(sampling.sampler) == 1
    finally:
        connection.execute_wrappers[:] = before

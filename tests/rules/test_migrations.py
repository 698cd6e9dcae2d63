"""Every migration can be taken back: a release that was wrong is left as it was come to."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from tests.rules.sources import ROOT

# Run in a process of its own: it takes a database down to nothing, which must not be the one the tests use.
DOWN_AND_UP = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = sys.argv[1].split(",")

def tables():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        shape = {name: connection.introspection.get_constraints(cursor, name) for name in sorted(names)}
        columns = {name: [c.name for c in connection.introspection.get_table_description(cursor, name)] for name in shape}
    return {name: [columns[name], sorted(map(str, shape[name]))] for name in shape}

def of_ours(found):
    return sorted(name for name in found if name.split("_")[0] in OURS)

call_command("migrate", verbosity=0)
first = tables()
MigrationExecutor(connection).migrate([(label, None) for label in OURS])
nothing = of_ours(tables())
call_command("migrate", verbosity=0)
print(json.dumps({"first": first, "nothing": nothing, "again": tables(), "ours": of_ours(first)}))
"""


def ours() -> dict[tuple[str, str], Migration]:
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {key: one for key, one in found.items() if type(one).__module__.startswith("kirana.")}


@contextmanager
def an_empty_postgres() -> Iterator[str]:
    """A database of its own on the server the tests run on; gives its URL."""
    name = f"kirana_down_and_up_{os.getpid()}"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}"))
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind the tests run on."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'scratch.sqlite3'}"
    else:
        with an_empty_postgres() as url:
            yield url


def test_every_step_of_every_migration_has_a_way_back():
    steps = [(key, step) for key, migration in ours().items() for step in migration.operations]
    assert len(steps) > 50
    assert [(key, step) for key, step in steps if not step.reversible] == []


def test_the_shop_is_taken_down_to_nothing_and_set_up_again_as_it_was(scratch, tmp_path):
    labels = sorted({label for label, _name in ours()})
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kirana.config.settings.base",
        "DATABASE_URL": scratch,
        "KIRANA_DATA": str(tmp_path),
    }
    command = [sys.executable, "-c", DOWN_AND_UP, ",".join(labels)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found["ours"]) > 25
    assert found["nothing"] == []
    assert found["again"] == found["first"]

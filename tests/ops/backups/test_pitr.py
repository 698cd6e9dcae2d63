"""Back to a moment between two rows, on a real server with a real pgBackRest."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.rules.sources import ROOT
from tools.postgres import USER, cluster, program

pytestmark = [
    pytest.mark.sqlite_only,  # brings a server of its own
    pytest.mark.skipif(shutil.which("pgbackrest") is None, reason="pgbackrest is not installed"),
]


def server(name: str, *arguments: object) -> None:
    words = [program(name), *map(str, arguments)]
    if os.geteuid() == 0:
        words = ["su", "postgres", "-s", "/bin/sh", "-c", " ".join(f"'{word}'" for word in words)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def manage(url: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": url,
        "PITR_FOLDER": str(folder),
        "DJANGO_SETTINGS_MODULE": "kirana.config.settings.test",
    }
    command = [sys.executable, "manage.py", "pitr", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the server's user may come, too."""
    path = Path(tempfile.mkdtemp(prefix="kirana-pitr-"))
    path.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")
    yield path
    shutil.rmtree(path, ignore_errors=True)


def rows(url: str) -> list[str]:
    with psycopg.connect(url) as found:
        return [row[0] for row in found.execute("SELECT what FROM happened ORDER BY id")]


def happen(url: str, what: str) -> None:
    with psycopg.connect(url, autocommit=True) as found:
        found.execute("CREATE TABLE IF NOT EXISTS happened (id serial, what text)")
        found.execute("INSERT INTO happened (what) VALUES (%s)", [what])


def test_the_server_comes_back_as_it_was_at_a_moment(folder):
    kept, then = folder / "pitr", folder / "then"
    with cluster(durable=True) as url:
        socket = parse_qs(urlsplit(url).query)["host"][0]
        first = manage(url, kept, "setup")
        assert "must be restarted once" in first.stdout, first.stderr
        server("pg_ctl", "-D", f"{socket}/data", "-w", "-m", "fast", "restart")
        second = manage(url, kept, "setup")
        assert second.returncode == 0, second.stderr
        happen(url, "an order")
        time.sleep(1.1)
        moment = datetime.now(UTC)
        time.sleep(1.1)
        happen(url, "a mistake")
        with psycopg.connect(url, autocommit=True) as found:
            found.execute("SELECT pg_switch_wal()")
        assert "0 that failed" in manage(url, kept, "status").stdout
        done = manage(url, kept, "restore", "--to", moment.isoformat(), "--into", str(then))
        assert done.returncode == 0, done.stderr
        assert rows(url) == ["an order", "a mistake"]  # the running one is not touched
        server(
            "pg_ctl",
            "-D",
            then,
            "-w",
            "-l",
            folder / "log",
            "-o",
            f"-k {folder} -c listen_addresses= -c max_connections=200",
            "start",
        )
        try:
            assert rows(f"postgres://{USER}@/kirana?host={folder}") == ["an order"]
        finally:
            server("pg_ctl", "-D", then, "-m", "immediate", "stop")


def test_a_folder_in_use_is_not_written_into(folder):
    then = folder / "then"
    then.mkdir()
    (then / "something").write_text("of someone")
    done = manage(
        "postgres://kirana@/kirana?host=/nowhere", folder, "restore", "--to", "2026-03-02", "--into", str(then)
    )
    assert done.returncode == 1
    assert (then / "something").read_text() == "of someone"


def test_on_sqlite_it_says_that_it_is_not_connected(folder):
    done = manage(f"sqlite:///{folder}/shop.sqlite3", folder, "setup")
    assert "the shop's database is not PostgreSQL" in done.stderr

"""The database itself: stopped, out of reach, its transactions left open, its connections taken."""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.drills.engine import drill
from tests.drills.inside import Found
from tests.drills.shop import DrillShop
from tools.postgres import program

BLOBS, BLOB_BYTES = 270, 1024 * 1024


def without_a_database(shop: DrillShop) -> Found:
    """What can be seen when nothing can be asked: the probes, the page for people, the status page."""
    alive, ready, page = shop.get("/api/health"), shop.get("/api/health/ready"), shop.get("/health/")
    assert (alive.status, '"database": "down"' in alive.text) == (200, True), alive.text
    assert page.status == 503, page.status
    assert ready.status == 503, ready.text
    status = shop.get("/status/")
    assert status.status == 200, f"the status page answers {status.status}"
    turned = ready.text.count('"act"')
    said = {"rows": [], "because": "", "message": ready.text, "runbook": "database-down", "title": ""}
    found = {"health.database": said | {"verdict": "act" if '"health.database": "act"' in ready.text else "good"}}
    return found | ({"others": said | {"verdict": "act"}} if turned > 1 else {})


@drill(
    "database-stopped",
    turns="health.database",
    says="health.database",
    runbook="database-down",
    look=without_a_database,
    on_page=False,
)
def database_stopped(shop: DrillShop) -> Iterator[None]:
    """PostgreSQL is stopped; the file of SQLite is away, with a folder in its place."""
    if shop.kind == "postgres":
        server = Path(parse_qs(urlsplit(shop.database_url).query)["host"][0])
        pg_ctl(server, "-m", "immediate", "stop")
        yield
        pg_ctl(
            server,
            "-w",
            "-l",
            str(server / "log"),
            "-o",
            f"-k {server} -c listen_addresses= -c max_connections=200",
            "start",
        )
    else:
        file = shop.folder / "kirana.sqlite3"
        shop.end_worker()
        shop.close()
        file.rename(shop.folder / "away.sqlite3")
        file.mkdir()
        shop.open()
        yield
        shop.close()
        file.rmdir()
        shop.folder.joinpath("away.sqlite3").rename(file)
        shop.start_worker()
        shop.open()


def pg_ctl(server: Path, *words: str) -> None:
    """Start or stop the server in this folder."""
    command = " ".join(f"'{word}'" for word in (program("pg_ctl"), "-D", str(server / "data"), *words))
    if server.owner() == "postgres":
        subprocess.run(
            ["su", "postgres", "-s", "/bin/sh", "-c", command], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )
    else:
        subprocess.run(["/bin/sh", "-c", command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@drill("connection-leak", turns="database.leaks", says="transaction open", runbook="database-connections")
def connection_leak(shop: DrillShop) -> Iterator[None]:
    """A program has begun a transaction, and does nothing."""
    if shop.kind == "postgres":
        import psycopg

        with psycopg.connect(shop.database_url.replace("postgres://", "postgresql://")) as leak:
            leak.execute("SELECT 1")
            time.sleep(3.5)
            yield
    else:
        yield from _reader_that_stays(shop.folder / "kirana.sqlite3")
        shop.sql("VACUUM")
        shop.sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _reader_that_stays(file: Path) -> Iterator[None]:
    """While it reads an old state, what others write stays in the log beside the file."""
    writer = sqlite3.connect(file, isolation_level=None, timeout=20)
    reader = sqlite3.connect(file, isolation_level=None)
    writer.execute("CREATE TABLE drill (id INTEGER PRIMARY KEY, bytes BLOB)")
    writer.execute("INSERT INTO drill VALUES (1, zeroblob(1))")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM drill").fetchall()
    for _ in range(BLOBS):
        writer.execute("UPDATE drill SET bytes = randomblob(?)", (BLOB_BYTES,))
    yield
    reader.close()
    writer.execute("DROP TABLE drill")
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    writer.close()


@drill(
    "connections-taken",
    turns="database.connections",
    says="of 200 connections are taken",
    runbook="database-connections",
    databases=("postgres",),
)
def connections_taken(shop: DrillShop) -> Iterator[None]:
    """A program takes connections and gives none back."""
    import psycopg

    address = shop.database_url.replace("postgres://", "postgresql://")
    taken = [psycopg.connect(address, autocommit=True) for _ in range(165)]
    yield
    for one in taken:
        one.close()

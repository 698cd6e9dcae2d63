"""Any moment of the last weeks, not only the nights: pgBackRest keeps a copy of the whole PostgreSQL server and all it
writes.

It works where the server's files are: on the machine of the database, as the user who owns them (or as root, who may
become that user). A hosted database has its provider's own; `manage.py pitr status` says then that it is not connected.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from kirana.ops.backups.refusals import PitrNotReady, ProgramFailed, ProgramMissing

STANZA = "kirana"
SECONDS = 3600
MOST_OF_AN_ERROR = 600
CONFIGURATION = """\
# Written once by `manage.py pitr setup`; what you add stays. https://pgbackrest.org/configuration.html
[global]
repo1-path={folder}/repository
repo1-retention-full=2
compress-type=zst
start-fast=y
log-path={folder}
lock-path={folder}/locks
spool-path={folder}/spool
log-level-console=warn
log-level-file=info

[{stanza}]
pg1-path={data}
pg1-port={port}
pg1-socket-path={socket}
pg1-user={user}
pg1-database={database}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """What the database server says of itself."""

    data: Path
    port: str
    socket: str
    archives: bool
    command: str
    failed: int
    last_archived: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be gone back to."""

    backups: list[str]
    oldest: datetime | None
    last_archived: datetime | None
    failed: int


def server() -> Server:
    """Ask it. Raises `PitrNotReady` where it does not say, or the files are on another machine."""
    if connection.vendor != "postgresql":
        raise PitrNotReady(reason="the shop's database is not PostgreSQL")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            data = Path(cursor.fetchone()[0])
            cursor.execute(
                "SELECT current_setting('port'), current_setting('unix_socket_directories'),"
                " current_setting('archive_mode'), current_setting('archive_command')"
            )
            port, sockets, mode, command = cursor.fetchone()
            cursor.execute("SELECT failed_count, last_archived_time FROM pg_stat_archiver")
            failed, last = cursor.fetchone()
    except DatabaseError as error:
        raise PitrNotReady(reason=str(error).strip()) from error
    if not data.joinpath("PG_VERSION").exists():
        raise PitrNotReady(reason=f"{data} is not on this machine, or may not be read by this user")
    return Server(data, port, sockets.split(",")[0].strip(), mode != "off", command, failed, last)


def configuration_in(folder: Path) -> Path:
    """Where the configuration is."""
    return folder.joinpath("pgbackrest.conf")


def archive_command(folder: Path) -> str:
    """What the server runs for each piece it has written."""
    return f"pgbackrest --config={configuration_in(folder)} --stanza={STANZA} archive-push %p"


def prepare(folder: Path) -> bool:
    """Write the configuration and have the server keep what it writes; whether it must be restarted first.

    Raises `PitrNotReady` or `ProgramMissing`.
    """
    asked = server()
    _program()
    owner = asked.data.stat()
    for name in ("", "repository", "locks", "spool"):
        path = folder.joinpath(name)
        path.mkdir(parents=True, exist_ok=True, mode=0o750)
        _give(path, owner)
    if not configuration_in(folder).exists():
        configuration_in(folder).write_text(_configuration(folder, asked))
        _give(configuration_in(folder), owner)
    if asked.archives and asked.command == archive_command(folder):
        return False
    _have_it_archive(folder)
    return not asked.archives


def _configuration(folder: Path, asked: Server) -> str:
    facts = connection.get_connection_params()
    names = {"user": facts.get("user", "postgres"), "database": facts["dbname"]}
    return CONFIGURATION.format(
        folder=folder, data=asked.data, port=asked.port, socket=asked.socket, stanza=STANZA, **names
    )


def _have_it_archive(folder: Path) -> None:
    wanted = {"archive_mode": "on", "archive_command": archive_command(folder), "archive_timeout": "60s"}
    try:
        with connection.cursor() as cursor:
            for name, value in wanted.items():
                quoted = value.replace("'", "''")
                cursor.execute(f"ALTER SYSTEM SET {name} = '{quoted}'")
            cursor.execute("SELECT pg_reload_conf()")
    except DatabaseError as error:
        raise PitrNotReady(reason=str(error).strip()) from error


def begin(folder: Path) -> None:
    """Make the repository, see that the server's pieces arrive in it, and take the first whole copy."""
    owner = server().data.stat()
    for words in (["stanza-create"], ["check"], ["backup", "--type=full"]):
        _run(folder, owner, *words)


def back_up(folder: Path) -> None:
    """What has changed since the last copy; what is older than two whole copies is let go."""
    _run(folder, server().data.stat(), "backup")


def standing(folder: Path) -> Standing:
    """What is kept. Raises `PitrNotReady` when nothing is set up."""
    if not configuration_in(folder).exists():
        raise PitrNotReady(reason="manage.py pitr setup has not been run")
    asked = server()
    said = json.loads(_run(folder, asked.data.stat(), "info", "--output=json"))
    backups: list[dict[str, Any]] = said[0]["backup"] if said else []
    oldest = datetime.fromtimestamp(backups[0]["timestamp"]["stop"], tz=UTC) if backups else None
    labels = [f"{one['label']} ({one['info']['repository']['size']:,} bytes)" for one in backups]
    return Standing(labels, oldest, asked.last_archived, asked.failed)


def restore(folder: Path, *, to: datetime, into: Path) -> None:
    """The whole server as it was at that moment, in a new empty folder; the running one is not touched.

    It has to be started there; it plays what was written up to the moment, and then opens.
    """
    if into.exists() and any(into.iterdir()):
        raise PitrNotReady(reason=f"{into} is not empty")
    owner = folder.joinpath("repository").stat()
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    into.chmod(0o700)
    _give(into, owner)
    moment = f"{to.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"
    target = [f"--pg1-path={into}", "--type=time", f"--target={moment}", "--target-action=promote"]
    # Its own pieces are not kept until someone says where: two servers must not write into one archive.
    _run(folder, owner, *target, "--archive-mode=off", "restore")


def _run(folder: Path, owner: os.stat_result, *words: str) -> str:
    """pgBackRest, as the user who owns the server's files."""
    become: dict[str, Any] = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    command = [_program(), f"--config={configuration_in(folder)}", f"--stanza={STANZA}", *words]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, cwd="/", timeout=SECONDS, **become
    )
    if done.returncode:
        raise ProgramFailed(program="pgbackrest", reason=(done.stderr or done.stdout).strip()[-MOST_OF_AN_ERROR:])
    return str(done.stdout)


def _program() -> str:
    found = shutil.which("pgbackrest")
    if found is None:
        raise ProgramMissing(program="pgbackrest", version="2.45")
    return str(found)


def _give(path: Path, owner: os.stat_result) -> None:
    """To the user of the server, when we may."""
    if os.geteuid() == 0:
        os.chown(path, owner.st_uid, owner.st_gid)

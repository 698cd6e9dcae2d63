"""The restore drill: the newest backup of a place, brought back where nobody sells, and tried.

Fetched and compared with its note, opened, every part compared with the manifest, loaded into a scratch database, its
rows and ledgers counted again, brought up to this release, its books checked, the shop opened on it. Whatever stops it
is kept by name, with the time that each step took.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from kirana.ops.backups import note, restoring, sealing, tallies
from kirana.ops.backups.archive import Progress, nobody_looks
from kirana.ops.backups.databases import Connection, ours
from kirana.ops.backups.models import Drill
from kirana.ops.backups.places.contract import Place
from kirana.ops.backups.refusals import (
    BackupProblem,
    BooksWrong,
    MigrationsFailed,
    NoSuchBackup,
    ProgramFailed,
    ShopDoesNotOpen,
)
from kirana.ops.backups.services import working_folder

MOST_FINDINGS = 5


@dataclass
class Watch:
    """What each step took."""

    progress: Progress
    steps: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step, also when it ends badly."""
        self.progress(name, len(self.steps), 0)
        began = time.monotonic_ns()
        try:
            yield
        finally:
            self.steps.append({"step": name, "ms": (time.monotonic_ns() - began) // 1_000_000})

    @property
    def total_ms(self) -> int:
        """All of them."""
        return sum(step["ms"] for step in self.steps)


@dataclass
class Found:
    """What a trial has learnt so far."""

    backup_name: str = ""
    row_count: int = 0
    table_count: int = 0
    loss_seconds: int = 0


def run(place: Place, *, at: datetime, name: str = "", progress: Progress = nobody_looks) -> Drill:
    """Try the newest backup of the place, or the one of this name; what was found is kept, and returned."""
    watch, found = Watch(progress), Found(backup_name=name)
    code, sentence = "", ""
    try:
        _try(place, found, watch)
    except BackupProblem as problem:
        code, sentence = problem.code, problem.message
    except (OSError, DatabaseError) as error:
        refusal = ProgramFailed(program="restore", reason=str(error).strip())
        code, sentence = refusal.code, refusal.message
    return Drill.objects.create(
        backup_name=found.backup_name,
        place=place.address,
        begun_at=at,
        passed=not code,
        found_code=code,
        found=sentence,
        steps=watch.steps,
        recovery_ms=watch.total_ms,
        loss_seconds=found.loss_seconds,
        row_count=found.row_count,
        table_count=found.table_count,
    )


def _try(place: Place, found: Found, watch: Watch) -> None:
    with working_folder() as folder:
        with watch.step("Fetching"):
            found.backup_name = found.backup_name or _newest(place)
            path = restoring.fetch(place, found.backup_name, folder, progress=nobody_looks)
        with watch.step("Opening"):
            opened = restoring.open_archive(
                path, folder.joinpath("opened"), identity=sealing.identity_file(), progress=nobody_looks
            )
            path.unlink()
        with ours().scratch(folder) as scratch:
            with watch.step("Loading and counting"):
                found.row_count = restoring.load(opened, scratch)
                found.table_count = len(opened.manifest["tables"])
                found.loss_seconds = _loss(scratch)
            scratch.close()
            _try_the_shop(opened, scratch, watch)


def _newest(place: Place) -> str:
    names = note.names(place)
    if not names:
        raise NoSuchBackup(name="kirana-…", place=place.address)
    return names[0]


def _loss(scratch: Connection) -> int:
    """Seconds between the last thing that happened in the shop and the last that the backup knows of."""
    live, kept = tallies.last_change(connection), tallies.last_change(scratch)
    return 0 if live is None or kept is None else max(0, (live - kept) // timedelta(seconds=1))


def _try_the_shop(opened: restoring.Opened, scratch: Connection, watch: Watch) -> None:
    """Our own commands on the scratch database, each in a process of its own."""
    surroundings, name = _surroundings(opened, scratch), opened.name
    with watch.step("Migrating"):
        done = _manage(surroundings, "migrate", "--no-input", "-v0")
        if done.returncode:
            raise MigrationsFailed(name=name, reason=_last_lines(done.stderr))
    with watch.step("Checking the books"):
        done = _manage(surroundings, "check_books", "--no-color")
        if done.returncode:
            raise BooksWrong(name=name, findings=_last_lines(done.stdout or done.stderr))
    with watch.step("Opening the shop"):
        _manage(surroundings, "collectstatic", "--no-input", "-v0")
        done = _manage(surroundings, "walk", "--no-color")
        if done.returncode:
            raise ShopDoesNotOpen(name=name, reason=_last_lines(done.stdout or done.stderr))


def _surroundings(opened: restoring.Opened, scratch: Connection) -> dict[str, str]:
    """The environment of the restored shop: its data in a folder of its own."""
    data = opened.folder.joinpath("data")
    data.mkdir()
    opened.media.mkdir(exist_ok=True)
    data.joinpath("media").symlink_to(opened.media)
    of_the_shop = {
        "DATABASE_URL": ours().url(scratch),
        "KIRANA_DATA": str(data),
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **of_the_shop}


def _manage(surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, str(settings.ROOT.joinpath("manage.py")), *words],
        cwd=settings.ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def _last_lines(said: str) -> str:
    return "; ".join(said.strip().splitlines()[-MOST_FINDINGS:])

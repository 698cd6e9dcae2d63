"""The verbs of backups: make one, keep it in every place, let old ones go, learn from the places what is there."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.ops.backups import archive, code, configuration, note
from kirana.ops.backups.archive import Progress, nobody_looks
from kirana.ops.backups.databases import Rows, ours
from kirana.ops.backups.models import Backup, BackupCopy
from kirana.ops.backups.note import Note
from kirana.ops.backups.places import every_place
from kirana.ops.backups.places.contract import Place
from kirana.ops.backups.refusals import BackupCorrupt, BackupProblem, NotSealed
from kirana.ops.backups.retention import Keep, to_keep
from kirana.ops.backups.states import BACKUPS, BackupState

NEVER_FINISHED = timedelta(hours=6)
MOST_OF_AN_ERROR = 500


def make(*, by: Actor, at: datetime, progress: Progress = nobody_looks) -> Backup:
    """Make a backup, bring it to every place, read it back there, and let go what is too old.

    The state is `kept` when at least one place has it as it was sent; what a place refused is told by its copy.
    Raises what stopped it, after writing that down: `ProgramMissing`, `BadKey`, …
    """
    backup, began = _begin(by=by, at=at), time.monotonic_ns()
    try:
        with working_folder() as folder:
            made, sent = _pack(backup, folder, at=at, progress=progress)
            _send(backup, folder.joinpath(backup.archive), sent, at=at, progress=progress)
    except (BackupProblem, OSError, DatabaseError) as error:
        _fail(backup, error=str(error), at=at)
        raise
    _end(backup, sent, made, at=at, took_ms=(time.monotonic_ns() - began) // 1_000_000)
    prune(by=by, at=at)
    return backup


def _begin(*, by: Actor, at: datetime) -> Backup:
    name = f"kirana-{at.astimezone(UTC):%Y%m%d-%H%M%S}"
    is_sealed = bool(settings.BACKUP_RECIPIENTS)
    ending = archive.SEALED if is_sealed else archive.OPEN
    with locks.transaction():
        backup = Backup.objects.create(
            name=name, archive=name + ending, by=str(by), begun_at=at, is_sealed=is_sealed, state=BACKUPS.first
        )
        BACKUPS.begin(backup, by=by, at=at)
    return backup


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder on the shop's own disk that only we read, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA) as folder:
        yield Path(folder)


def _pack(backup: Backup, folder: Path, *, at: datetime, progress: Progress) -> tuple[dict[str, Any], Note]:
    """The archive in the folder; its manifest and its note."""
    dumped = folder.joinpath("dump")
    rows = ours().dump(dumped, progress=progress)
    manifest = _manifest(backup, rows, at=at)
    with archive.writing(folder.joinpath(backup.archive), sealed=backup.is_sealed) as (writer, out):
        writer.add_file(archive.DATABASE, dumped)
        dumped.unlink()
        if backup.is_sealed:
            writer.add_bytes(archive.SETTINGS, json.dumps(configuration.in_force()).encode())
        _add_media(writer, progress)
        writer.finish(manifest)
    return manifest, _note_of(backup, manifest, size_bytes=out.length, sha256=out.sha256)


def _manifest(backup: Backup, rows: Rows, *, at: datetime) -> dict[str, Any]:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {
        "name": backup.name,
        "made_at": at.astimezone(UTC).isoformat(),
        "by": str(backup.by),
        "release": code.release(),
        "database": connection.vendor,
        "migrations": applied,
        "tables": rows,
        "settings": configuration.shown(),
    }


def _note_of(backup: Backup, manifest: dict[str, Any], *, size_bytes: int, sha256: str) -> Note:
    return Note(
        name=backup.name,
        archive=backup.archive,
        made_at=manifest["made_at"],
        size_bytes=size_bytes,
        sha256=sha256,
        release=manifest["release"],
        database=manifest["database"],
        rows=sum(table["rows"] for table in manifest["tables"].values()),
    )


def _add_media(writer: archive.Writer, progress: Progress) -> None:
    """Every picture; one that is taken away meanwhile is not missed."""
    for number, path in enumerate(media_files()):
        try:
            with default_storage.open(path, "rb") as file:
                writer.add(archive.MEDIA + path, file, file.size)
        except FileNotFoundError:
            continue
        progress("Packing pictures", number + 1, 0)


def media_files(folder: str = "") -> Iterator[str]:
    """The names of all pictures and papers in the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        yield from media_files(f"{folder}/{name}".lstrip("/"))


def _send(backup: Backup, path: Path, sent: Note, *, at: datetime, progress: Progress) -> None:
    """To every place; raises the last refusal when none took it."""
    refusals = []
    for number, place in enumerate(every_place()):
        progress(f"Bringing it to {place.address}", number, len(settings.BACKUP_PLACES))
        try:
            with locks.outside_transaction():
                _send_to(place, path, sent)
        except BackupProblem as refusal:
            refusals.append(refusal)
            _note_copy(backup, place, at=None, error=refusal.message)
        else:
            _note_copy(backup, place, at=at, error="")
    if len(refusals) == len(settings.BACKUP_PLACES) and refusals:
        raise refusals[-1]


def _send_to(place: Place, path: Path, sent: Note) -> None:
    """The archive, read back and compared, then its note."""
    if place.is_off_machine and not sent.is_sealed:
        raise NotSealed(place=place.address)
    place.put(sent.archive, path)
    with place.open(sent.archive) as stream:
        seen = archive.Hashed(stream)
        while seen.read(archive.BLOCK):
            pass
    if (seen.length, seen.sha256) != (sent.size_bytes, sent.sha256):
        raise BackupCorrupt(name=sent.name, reason="what came back is not what was sent")
    note.write(place, sent)


def _note_copy(backup: Backup, place: Place, *, at: datetime | None, error: str) -> None:
    found = {"verified_at": at, "error": error[:MOST_OF_AN_ERROR]}
    BackupCopy.objects.update_or_create(backup=backup, place=place.address, defaults=found)


def _end(backup: Backup, sent: Note, manifest: dict[str, Any], *, at: datetime, took_ms: int) -> None:
    facts: dict[str, Any] = {"size_bytes": sent.size_bytes, "sha256": sent.sha256, "took_ms": took_ms}
    about = {"release": sent.release, "rows": sent.rows, "tables": len(manifest["tables"]), "database": sent.database}
    by = Actor.parse(str(backup.by))
    with locks.transaction():
        BACKUPS.move(backup, "keep", by=by, at=at, ended_at=at + timedelta(milliseconds=took_ms), note=about, **facts)
        audit.record(action="backup.make", subject=f"backup:{backup.name}", by=by, at=at, bytes=sent.size_bytes)


def _fail(backup: Backup, *, error: str, at: datetime) -> None:
    with locks.transaction():
        BACKUPS.move(
            backup,
            "fail",
            by=Actor.parse(str(backup.by)),
            at=at,
            why=error,
            ended_at=at,
            error=error[:MOST_OF_AN_ERROR],
        )


def give_up_unfinished(*, by: Actor, at: datetime) -> None:
    """Say of backups that were begun long ago and whose process is gone that they failed."""
    for backup in Backup.objects.filter(state=BackupState.RUNNING, begun_at__lt=at - NEVER_FINISHED):
        with locks.transaction():
            BACKUPS.move(
                backup, "fail", by=by, at=at, why="never finished", ended_at=at, error="It was never finished."
            )


def prune(*, by: Actor, at: datetime) -> None:
    """Let go of what is older than the shop keeps, in each place by itself; the newest good copy of a place stays."""
    keep = Keep(settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY)
    for place in every_place():
        good = BackupCopy.objects.filter(place=place.address, verified_at__isnull=False, gone_at__isnull=True)
        copies = {copy.backup.begun_at: copy for copy in good.select_related("backup")}
        staying = to_keep(copies, keep)
        for moment, copy in copies.items():
            if moment not in staying:
                _take_away(copy, place, by=by, at=at)


def _take_away(copy: BackupCopy, place: Place, *, by: Actor, at: datetime) -> None:
    """The note first: what is left of a removal that broke off is an archive that says it is not whole."""
    try:
        with locks.outside_transaction():
            place.remove(copy.backup.name + note.ENDING)
            place.remove(copy.backup.archive)
    except BackupProblem as refusal:
        BackupCopy.objects.filter(pk=copy.pk).update(error=refusal.message[:MOST_OF_AN_ERROR])
        return
    with locks.transaction():
        BackupCopy.objects.filter(pk=copy.pk).update(gone_at=at)
        if not copy.backup.copies.filter(verified_at__isnull=False, gone_at__isnull=True).exists():
            BACKUPS.move(copy.backup, "let_go", by=by, at=at)


def adopt(*, by: Actor, at: datetime) -> int:
    """Write into the list what the places hold and the list does not know; how many those were.

    After a restore the list ends with the backup it came from; the notes in the places know the rest.
    """
    adopted = 0
    for place in every_place():
        try:
            notes = [note.read(place, file.removesuffix(note.ENDING)) for file in place.names() if _is_note(file)]
        except BackupProblem:
            continue
        for found in notes:
            adopted += _adopt(found, place, by=by, at=at)
    return adopted


def _is_note(file: str) -> bool:
    return file.startswith("kirana-") and file.endswith(note.ENDING)


def _adopt(found: Note, place: Place, *, by: Actor, at: datetime) -> bool:
    begun = {"archive": found.archive, "by": str(by), "begun_at": found.made, "is_sealed": found.is_sealed}
    with locks.transaction():
        backup, is_new = Backup.objects.get_or_create(name=found.name, defaults=begun)
        if is_new:
            BACKUPS.begin(backup, by=by, at=found.made)
        was_unknown = backup.state == BackupState.RUNNING
        if was_unknown:
            facts: dict[str, Any] = {"size_bytes": found.size_bytes, "sha256": found.sha256, "ended_at": found.made}
            about = {"release": found.release, "rows": found.rows, "database": found.database}
            BACKUPS.move(backup, "keep", by=by, at=at, why="found in its place", note=about, **facts)
        BackupCopy.objects.get_or_create(backup=backup, place=place.address, defaults={"verified_at": found.made})
    return was_unknown


def keep_code(*, by: Actor, at: datetime) -> list[str]:
    """Bring a bundle of the code's history to every place; where it is now."""
    kept = []
    with working_folder() as folder:
        path = code.bundle(folder)
        for place in every_place():
            with locks.outside_transaction():
                place.put(path.name, path)
            kept.append(f"{place.address}/{path.name}")
    with locks.transaction():
        audit.record(action="backup.code", subject=f"code:{path.stem}", by=by, at=at, places=kept)
    return kept


def note_download(*, name: str, place: str, by: Actor, at: datetime) -> None:
    """Write down that someone takes an archive with them."""
    with locks.transaction():
        audit.record(action="backup.download", subject=f"backup:{name}", by=by, at=at, place=place)

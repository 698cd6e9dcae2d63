"""Bringing a backup back: fetch it, open it, and put it where the shop's data is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

from kirana.ops.backups import archive, configuration, note, tallies
from kirana.ops.backups.archive import Hashed, Progress
from kirana.ops.backups.databases import Connection, kind_of
from kirana.ops.backups.places.contract import Place
from kirana.ops.backups.refusals import (
    BackupCorrupt,
    BackupTruncated,
    DatabaseNotEmpty,
    OtherDatabase,
    RowsMissing,
)


@dataclass(frozen=True)
class Opened:
    """An archive that was fetched and unpacked; every part is as it was written."""

    name: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def database(self) -> Path:
        """The copy of the database."""
        return self.folder.joinpath(archive.DATABASE)

    @property
    def media(self) -> Path:
        """The folder of pictures, which may not be there."""
        return self.folder.joinpath("media")

    @property
    def has_secrets(self) -> bool:
        """Whether the settings came with their values, which only a sealed archive has."""
        return self.folder.joinpath(archive.SETTINGS).exists()

    @property
    def settings(self) -> dict[str, str]:
        """The variables that were set; their values only from a sealed archive."""
        path = self.folder.joinpath(archive.SETTINGS)
        found: dict[str, str] = json.loads(path.read_bytes()) if self.has_secrets else self.manifest["settings"]
        return found

    @property
    def settings_to_set_again(self) -> list[str]:
        """The variables that were set where the backup was made and are not set here."""
        return configuration.set_again(self.manifest["settings"])


def fetch(place: Place, name: str, into: Path, *, progress: Progress) -> Path:
    """The archive of this name as a file in the folder, as its note says.

    Raises `NoSuchBackup`, `HalfUploaded`, `BackupTruncated` or `BackupCorrupt`.
    """
    expected, path = note.read(place, name), into.joinpath(f"{name}.fetched")
    with place.open(expected.archive) as stream, path.open("wb") as file:
        seen = Hashed(stream)
        while block := seen.read(archive.BLOCK):
            file.write(block)
            progress("Fetching", seen.length, expected.size_bytes)
    if seen.length < expected.size_bytes:
        raise BackupTruncated(name=name, found=seen.length, expected=expected.size_bytes)
    if seen.sha256 != expected.sha256:
        raise BackupCorrupt(name=name, reason="its sha256 is not the one in its note")
    return path.rename(path.with_name(expected.archive))


def open_archive(path: Path, into: Path, *, identity: Path | None, progress: Progress) -> Opened:
    """Unpack an archive below the folder. Raises `NoIdentity`, `WrongKey` or `BackupCorrupt`."""
    with path.open("rb") as stream:
        manifest = archive.unpack(stream, into, name=path.name, identity=identity, progress=progress)
    return Opened(name=path.name.partition(".")[0], folder=into, manifest=manifest)


def load(opened: Opened, into: Connection) -> int:
    """Put the data into an empty database and count it again; how many rows it has.

    Raises `OtherDatabase`, or `RowsMissing` when not every row and every sum has come back.
    """
    made_of = opened.manifest["database"]
    if made_of != into.vendor:
        raise OtherDatabase(name=opened.name, made_of=made_of, wanted=into.vendor)
    kind_of(made_of).load(opened.database, into)
    expected = opened.manifest["tables"]
    found = tallies.again(into, expected)
    differences = tallies.compare(expected, found)
    if differences:
        raise RowsMissing(name=opened.name, differences="; ".join(differences[: tallies.SHOWN]))
    return sum(int(table["rows"]) for table in found.values())


def make_room(database: Connection, *, replace: bool, stamp: str) -> str:
    """See to it that the database is empty; where its data was put aside, if there was any.

    Raises `DatabaseNotEmpty` unless it may be replaced.
    """
    kind = kind_of(database.vendor)
    if kind.is_empty(database):
        return ""
    if not replace:
        raise DatabaseNotEmpty()
    return kind.put_aside(database, stamp=stamp)


def bring_media(opened: Opened, *, progress: Progress) -> int:
    """Put the pictures back; how many were not there already."""
    brought = 0
    for path in _files(opened.media):
        name, size = str(path.relative_to(opened.media)), path.stat().st_size
        if default_storage.exists(name):
            if default_storage.size(name) == size:
                continue
            default_storage.delete(name)
        with path.open("rb") as file:
            default_storage.save(name, File(file))
        brought += 1
        progress("Bringing pictures", brought, 0)
    return brought


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())

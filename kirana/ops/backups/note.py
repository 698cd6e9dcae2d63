"""The note beside an archive: what a place knows of a backup without opening it. Nothing in it is secret."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from kirana.ops.backups.archive import OPEN, SEALED
from kirana.ops.backups.places.contract import Place
from kirana.ops.backups.refusals import BackupCorrupt, HalfUploaded, NoSuchBackup

ENDING = ".json"


@dataclass(frozen=True, slots=True)
class Note:
    """What is written in it."""

    name: str
    archive: str
    made_at: str
    size_bytes: int
    sha256: str
    release: str
    database: str
    rows: int

    @property
    def made(self) -> datetime:
        """The moment whose data it holds."""
        return datetime.fromisoformat(self.made_at)

    @property
    def is_sealed(self) -> bool:
        """Whether an identity is needed to open it."""
        return self.archive.endswith(SEALED)


def write(place: Place, note: Note) -> None:
    """Put it beside its archive, which says that the archive is whole."""
    place.put_note(note.name + ENDING, json.dumps(asdict(note), indent=1, ensure_ascii=False) + "\n")


def read(place: Place, name: str) -> Note:
    """The note of a backup. Raises `NoSuchBackup`, `HalfUploaded` when only its archive is there, `BackupCorrupt`."""
    try:
        with place.open(name + ENDING) as stream:
            return Note(**json.loads(stream.read()))
    except NoSuchBackup as missing:
        if any(_stem(file) == name for file in place.names()):
            raise HalfUploaded(name=name) from missing
        raise NoSuchBackup(name=name, place=place.address) from missing
    except (ValueError, TypeError) as error:
        raise BackupCorrupt(name=name, reason="its note cannot be read") from error


def names(place: Place) -> list[str]:
    """The backups in a place, the newest first; those that were never uploaded to their end too."""
    found = {_stem(file) for file in place.names() if file.startswith("kirana-")}
    return sorted(found, reverse=True)


def half_uploaded(place: Place) -> list[str]:
    """The archives of a place that have no note."""
    files = place.names()
    archives = [file for file in files if any(ending in file for ending in (OPEN, SEALED))]
    return sorted(file for file in archives if _stem(file) + ENDING not in files)


def _stem(file: str) -> str:
    return file.partition(".")[0]

"""A shop whose backups go to a folder of the test, sealed for a key of the test."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kirana.core.actors import system
from kirana.ops.backups import archive, note, restoring, sealing, services
from kirana.ops.backups.models import Backup
from kirana.ops.backups.note import Note
from kirana.ops.backups.places.folder import Folder
from tests.cast import NOW, Lakshmi

BY = system("tests")


@dataclass
class Kept:
    """Where a test's backups are, and what opens them."""

    folder: Path
    identity: Path

    @property
    def place(self) -> Folder:
        """The place."""
        return Folder(str(self.folder))

    def archive(self, name: str) -> Path:
        """The file of a backup."""
        return self.folder.joinpath(name + archive.SEALED)

    def note_again(self, name: str) -> None:
        """Write the note anew for the archive as it is now, as someone who tampers would."""
        path = self.archive(name)
        old = note.read(self.place, name)
        with path.open("rb") as file:
            seen = archive.Hashed(file)
            while seen.read(archive.BLOCK):
                pass
        note.write(self.place, Note(name, path.name, old.made_at, seen.length, seen.sha256, "", old.database, old.rows))

    def open(self, name: str, into: Path) -> restoring.Opened:
        """Unpack it."""
        nobody = archive.nobody_looks
        return restoring.open_archive(self.archive(name), into, identity=self.identity, progress=nobody)

    def pack_again(self, name: str, opened: restoring.Opened, **changed: Any) -> None:
        """Write the archive anew from its unpacked parts, with a manifest that says something else."""
        manifest = {key: value for key, value in opened.manifest.items() if key != "parts"} | changed
        with archive.writing(self.archive(name), sealed=True) as (writer, _out):
            for part in opened.manifest["parts"]:
                writer.add_file(part, opened.folder.joinpath(part))
            writer.finish(manifest)
        self.note_again(name)


def key_in(path: Path) -> str:
    """A new identity in this file; its recipient."""
    identity, recipient = sealing.make_pair()
    path.write_text(identity)
    return recipient


@pytest.fixture
def kept(tmp_path: Path, settings: Any) -> Kept:
    """One folder, one key."""
    here = Kept(tmp_path / "backups", tmp_path / "identity.txt")
    settings.BACKUP_PLACES = [str(here.folder)]
    settings.BACKUP_RECIPIENTS = [key_in(here.identity)]
    settings.BACKUP_IDENTITY_FILE = str(here.identity)
    settings.MEDIA_ROOT = tmp_path / "media"
    return here


@pytest.fixture
def made(kept: Kept, lakshmi: Lakshmi) -> Backup:
    """Lakshmi Stores with an order, a picture, and a backup of both."""
    lakshmi.a_placed_order(of=lakshmi.asha, atta=2, onions=1500)
    default_storage.save("products/atta.webp", ContentFile(b"a picture of atta"))
    backup = services.make(by=BY, at=NOW)
    backup.refresh_from_db()
    return backup


@pytest.fixture
def make_at(kept: Kept) -> Callable[..., Backup]:
    """Make a backup at a moment."""
    return lambda at: services.make(by=BY, at=at)

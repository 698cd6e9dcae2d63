"""Taking an archive home: streamed from the place it is in, as it is, and written into the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kirana.core import locks
from kirana.core.actors import Actor
from kirana.core.errors import NotFound
from kirana.ops.backups import archive, services
from kirana.ops.backups.models import Backup
from kirana.ops.backups.places import place_at
from kirana.ops.backups.refusals import NotSealed


@dataclass(frozen=True, slots=True)
class Download:
    """What a browser is told, and the blocks it gets."""

    file_name: str
    size_bytes: int
    blocks: Iterator[bytes]


def start(*, name: str, by: Actor, at: datetime) -> Download:
    """Open the archive in the first place that has it. Raises `NotFound`, `NotSealed` or `PlaceUnreachable`.

    What anyone can read does not leave the machine this way either.
    """
    backup = Backup.objects.prefetch_related("copies").filter(name=name).first()
    copy = next((one for one in backup.copies.all() if one.is_good), None) if backup else None
    if backup is None or copy is None:
        raise NotFound()
    if not backup.is_sealed:
        raise NotSealed(place="your browser")
    services.note_download(name=name, place=copy.place, by=by, at=at)
    return Download(backup.archive, backup.size_bytes, _blocks(copy.place, backup.archive))


def _blocks(address: str, file: str) -> Iterator[bytes]:
    with locks.outside_transaction(), place_at(address).open(file) as stream:
        while block := stream.read(archive.BLOCK):
            yield block

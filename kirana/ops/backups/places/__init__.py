"""Where backups are kept: a folder, or a bucket that speaks S3. Several at once: `BACKUP_PLACES`.

Beside each archive lies its note, `NAME.json`, written when the archive is there whole. The notes are the list of
backups that is left when the database is lost, and an archive without one was never uploaded to its end.
"""

from django.conf import settings

from kirana.ops.backups.places.contract import Place
from kirana.ops.backups.places.folder import Folder
from kirana.ops.backups.places.s3 import Bucket


def place_at(address: str) -> Place:
    """The place at `/a/folder` or `s3://bucket/prefix`."""
    return Bucket(address) if address.startswith("s3://") else Folder(address)


def every_place() -> list[Place]:
    """The places of the settings, in their order."""
    return [place_at(address) for address in settings.BACKUP_PLACES]

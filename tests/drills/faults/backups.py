"""Backups that are damaged, too old, or hold less than they say."""

from collections.abc import Iterator
from pathlib import Path

from tests.drills import inside
from tests.drills.engine import drill
from tests.drills.shop import DrillShop


@drill("backup-too-old", turns="backup.schedule", says="was not made", runbook="backup-failing")
def backup_too_old(shop: DrillShop) -> Iterator[None]:
    """No backup was made for sixty hours."""
    shop.call(age_backups, hours=60)
    yield
    shop.call(age_backups, hours=-60)


def age_backups(*, hours: int) -> None:
    """Have each backup been made so much earlier."""
    from datetime import timedelta

    from kirana.ops.backups.models import Backup

    for backup in Backup.objects.all():
        Backup.objects.filter(pk=backup.pk).update(begun_at=backup.begun_at - timedelta(hours=hours))


@drill("backup-corrupt", turns="backup.restorable", says="damaged", runbook="backup-not-restorable")
def backup_corrupt(shop: DrillShop) -> Iterator[None]:
    """A byte of the newest backup has turned on its disk; the week's trial comes."""
    path = newest(shop)
    whole = path.read_bytes()
    path.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    shop.call(inside.try_backups, only="/")
    yield
    path.write_bytes(whole)
    shop.call(inside.try_backups, only="/")


@drill("restore-broken", turns="backup.restorable", says="rows", runbook="backup-not-restorable")
def restore_broken(shop: DrillShop) -> Iterator[None]:
    """The newest backup is whole and holds fewer rows than the shop had."""
    path = newest(shop)
    whole, note = path.read_bytes(), path.with_name(path.name.split(".")[0] + ".json")
    said = note.read_bytes()
    shop.call(lose_rows, path=str(path), table="core_auditentry")
    shop.call(inside.try_backups, only="/")
    yield
    path.write_bytes(whole)
    note.write_bytes(said)
    shop.call(inside.try_backups, only="/")


def newest(shop: DrillShop) -> Path:
    """The newest archive in the folder."""
    return max(shop.around.joinpath("backups").glob("*.age"))


def lose_rows(*, path: str, table: str) -> None:
    """Pack the archive anew so that it was made of a shop with one row more than it holds."""
    import tempfile

    from kirana.ops.backups import archive, note, restoring, sealing
    from kirana.ops.backups.note import Note
    from kirana.ops.backups.places import every_place

    file, place, nobody = Path(path), every_place()[0], archive.nobody_looks
    name = file.name.split(".")[0]
    with tempfile.TemporaryDirectory() as folder:
        opened = restoring.open_archive(file, Path(folder, "opened"), identity=sealing.identity_file(), progress=nobody)
        manifest = {key: value for key, value in opened.manifest.items() if key != "parts"}
        manifest["tables"][table]["rows"] += 1
        with archive.writing(file, sealed=True) as (writer, out):
            for part in opened.manifest["parts"]:
                writer.add_file(part, opened.folder.joinpath(part))
            writer.finish(manifest)
    old = note.read(place, name)
    note.write(place, Note(name, file.name, old.made_at, out.length, out.sha256, old.release, old.database, old.rows))

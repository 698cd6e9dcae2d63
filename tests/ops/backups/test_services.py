"""Making backups: whole, in several places, while the shop sells, and never fewer than one good one."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from kirana.core import audit, locks
from kirana.core.audit import AuditEntry
from kirana.ops.backups import note, selectors, services, tallies
from kirana.ops.backups.models import Backup, BackupCopy
from kirana.ops.backups.refusals import NotSealed, PlaceUnreachable
from kirana.ops.backups.states import BackupState
from kirana.orders.models import Order
from tests.cast import LATER, NOW
from tests.ops.backups.conftest import BY

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_is_kept_read_back_and_written_down(kept, made):
    assert made.state == BackupState.KEPT
    assert [(step.from_state, step.to_state, step.move) for step in made.history.all()] == [
        ("", "running", "begin"),
        ("running", "kept", "keep"),
    ]
    assert sorted(kept.place.names()) == ["kirana-20260302-033000.json", "kirana-20260302-033000.tar.zst.age"]
    assert made.size_bytes == kept.archive(made.name).stat().st_size
    assert [copy.is_good for copy in made.copies.all()] == [True]
    entry = AuditEntry.objects.get(action="backup.make")
    assert (entry.subject, entry.detail) == (f"backup:{made.name}", {"bytes": made.size_bytes})


def test_it_holds_the_database_the_pictures_and_the_settings(kept, made, tmp_path):
    opened = kept.open(made.name, tmp_path / "opened")
    assert sorted(opened.manifest["parts"]) == ["database", "media/products/atta.webp", "settings.json"]
    assert opened.media.joinpath("products/atta.webp").read_bytes() == b"a picture of atta"
    order = Order.objects.get()
    assert opened.manifest["tables"]["orders_order"]["rows"] == 1
    assert opened.manifest["tables"]["orders_order"]["sums"]["total_paise"] == order.total_paise
    assert opened.manifest["database"] == connection.vendor
    assert "orders.0001_initial" in opened.manifest["migrations"]


def test_every_table_is_counted(made):
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    # SQLite's full-text search keeps tables of its own, which are made from the products.
    ours = {table for table in there if not table.startswith("search_index")}
    assert ours - set(tallies.plan()) == {"django_migrations"}


def test_nothing_of_the_work_is_left_behind(kept, lakshmi, settings, tmp_path, make_at):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    make_at(NOW)
    assert list(settings.DATA.iterdir()) == []


def test_the_shop_sells_while_a_backup_is_made(kept, lakshmi):
    """A second connection writes all the time; the copy is of one moment, and nobody waits for the other."""
    stop, written = threading.Event(), []

    def sell() -> None:
        while not stop.is_set():
            with locks.transaction():
                written.append(audit.record(action="sale", subject="shelf", by=BY, at=NOW).number)
        connection.close()

    seller = threading.Thread(target=sell)
    seller.start()
    while len(written) < 20:
        time.sleep(0.01)
    before = len(written)
    try:
        backup = services.make(by=BY, at=NOW)
    finally:
        stop.set()
        seller.join()
    assert backup.state == BackupState.KEPT
    assert len(written) > before


def test_several_places_each_have_it(kept, lakshmi, settings, tmp_path):
    settings.BACKUP_PLACES = [str(kept.folder), str(tmp_path / "disk")]
    backup = services.make(by=BY, at=NOW)
    assert [copy.place for copy in backup.copies.all() if copy.is_good] == settings.BACKUP_PLACES
    assert (tmp_path / "disk" / backup.archive).read_bytes() == kept.archive(backup.name).read_bytes()


def test_a_place_that_refuses_is_named_and_the_others_have_it(kept, lakshmi, settings, tmp_path):
    (tmp_path / "disk").write_text("no folder")
    settings.BACKUP_PLACES = [str(tmp_path / "disk/x"), str(kept.folder)]
    backup = services.make(by=BY, at=NOW)
    assert backup.state == BackupState.KEPT
    refused = backup.copies.get(place=str(tmp_path / "disk/x"))
    assert (refused.is_good, refused.error) == (False, f"{tmp_path / 'disk/x'} cannot be used: Not a directory")


def test_when_no_place_takes_it_it_has_failed(kept, lakshmi, settings, tmp_path):
    (tmp_path / "disk").write_text("no folder")
    settings.BACKUP_PLACES = [str(tmp_path / "disk/x")]
    with pytest.raises(PlaceUnreachable):
        services.make(by=BY, at=NOW)
    backup = Backup.objects.get()
    assert (backup.state, backup.error) == (
        BackupState.FAILED,
        f"{tmp_path / 'disk/x'} cannot be used: Not a directory",
    )


def test_a_backup_anyone_can_read_does_not_leave_the_machine(kept, lakshmi, settings):
    settings.BACKUP_RECIPIENTS, settings.BACKUP_PLACES = [], ["s3://lakshmi/backups"]
    with pytest.raises(NotSealed):  # refused before anyone is asked
        services.make(by=BY, at=NOW)


def test_without_a_key_it_stays_here_and_holds_no_secret(kept, lakshmi, settings, tmp_path):
    settings.BACKUP_RECIPIENTS = []
    backup = services.make(by=BY, at=NOW)
    assert (backup.state, backup.is_sealed, backup.archive) == (BackupState.KEPT, False, f"{backup.name}.tar.zst")
    from kirana.ops.backups import archive, restoring

    path = kept.folder / backup.archive
    opened = restoring.open_archive(path, tmp_path / "o", identity=None, progress=archive.nobody_looks)
    assert not opened.has_secrets


# --- letting go -------------------------------------------------------------------------------------


def test_old_ones_are_let_go_and_the_newest_of_each_period_stays(kept, lakshmi, settings, make_at):
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY = 1, 0, 0
    old = make_at(NOW - timedelta(days=9))
    make_at(NOW)
    old.refresh_from_db()
    assert old.state == BackupState.LET_GO
    assert old.copies.get().gone_at == NOW
    assert sorted(kept.place.names()) == ["kirana-20260302-033000.json", "kirana-20260302-033000.tar.zst.age"]


def test_the_last_good_one_stays_when_the_new_one_fails(kept, lakshmi, settings, make_at):
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY = 1, 0, 0
    good = make_at(NOW - timedelta(days=90))
    settings.BACKUP_RECIPIENTS = ["no key"]
    with pytest.raises(Exception, match="does not hold a key"):
        make_at(NOW)
    services.prune(by=BY, at=NOW)
    good.refresh_from_db()
    assert (good.state, kept.archive(good.name).exists()) == (BackupState.KEPT, True)


def test_one_that_was_never_finished_is_said_to_have_failed(kept, lakshmi):
    services._begin(by=BY, at=NOW)
    services.give_up_unfinished(by=BY, at=NOW + timedelta(hours=5))
    assert Backup.objects.get().state == BackupState.RUNNING
    services.give_up_unfinished(by=BY, at=NOW + timedelta(hours=7))
    assert Backup.objects.get().state == BackupState.FAILED


# --- the list ---------------------------------------------------------------------------------------


def test_a_lost_list_is_found_again_in_the_places(kept, made):
    BackupCopy.objects.all().delete()
    made.history.all().delete()
    Backup.objects.all().delete()
    assert services.adopt(by=BY, at=LATER) == 1
    found = Backup.objects.get()
    assert (found.name, found.state, found.sha256, found.size_bytes) == (
        made.name,
        BackupState.KEPT,
        made.sha256,
        made.size_bytes,
    )
    assert found.copies.get().is_good
    assert services.adopt(by=BY, at=LATER) == 0


def test_an_archive_without_a_note_was_never_uploaded_to_its_end(kept, made):
    kept.folder.joinpath(f"{made.name}.json").unlink()
    assert note.half_uploaded(kept.place) == [made.archive]


# --- the schedule -----------------------------------------------------------------------------------


def test_a_backup_is_due_a_day_after_the_last(kept, lakshmi, make_at):
    assert selectors.is_due(at=NOW)
    make_at(NOW)
    assert not selectors.is_due(at=NOW + timedelta(hours=23))
    assert selectors.is_due(at=NOW + timedelta(hours=24))


def test_none_is_begun_while_one_is_being_made(kept, lakshmi):
    services._begin(by=BY, at=NOW)
    assert not selectors.is_due(at=NOW + timedelta(days=3))

"""The drill: a good backup becomes a shop that answers, and each way a backup can be bad is found and named."""

import os
from datetime import timedelta

import pytest

from kirana.core import audit, locks
from kirana.ops.backups import drill, selectors, services
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import LATER, NOW
from tests.ops.backups.conftest import BY, key_in

pytestmark = pytest.mark.django_db(transaction=True)


def try_it(kept, **named):
    return drill.run(kept.place, at=LATER, **named)


def test_a_good_backup_becomes_a_shop_that_answers(kept, made):
    done = try_it(kept)
    assert (done.passed, done.found_code, done.found) == (True, "", "")
    assert [step["step"] for step in done.steps] == [
        "Fetching",
        "Opening",
        "Loading and counting",
        "Migrating",
        "Checking the books",
        "Opening the shop",
    ]
    assert (done.backup_name, done.place) == (made.name, str(kept.folder))
    assert done.row_count == made.note["rows"]
    assert done.recovery_ms == sum(step["ms"] for step in done.steps) > 0


def test_what_would_be_lost_is_measured(kept, made):
    with locks.transaction():
        audit.record(action="sale", subject="shelf", by=BY, at=NOW + timedelta(minutes=7))
    done = try_it(kept)
    assert done.passed
    assert done.loss_seconds == 7 * 60


def test_a_damaged_one_is_found(kept, made):
    path = kept.archive(made.name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = try_it(kept)
    assert (done.passed, done.found_code) == (False, "backup_corrupt")
    assert done.found == f"{made.name} is damaged: its sha256 is not the one in its note"


def test_a_damaged_one_whose_note_was_written_for_it_is_found(kept, made):
    path = kept.archive(made.name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    kept.note_again(made.name)
    assert try_it(kept).found_code == "backup_corrupt"


def test_one_that_was_cut_off_is_found(kept, made):
    path = kept.archive(made.name)
    os.truncate(path, made.size_bytes - 1000)
    done = try_it(kept)
    assert done.found_code == "backup_truncated"
    assert done.found == (f"{made.name} is cut off: {made.size_bytes - 1000} bytes of {made.size_bytes} are there.")


def test_one_sealed_for_another_key_is_found(kept, made):
    key_in(kept.identity)
    done = try_it(kept)
    assert done.found_code == "backup_wrong_key"
    assert done.found == f"{made.archive} was sealed for another key than the one in {kept.identity}."


def test_without_an_identity_the_drill_says_that_it_cannot_open_it(kept, made, settings):
    settings.BACKUP_IDENTITY_FILE = ""
    assert try_it(kept).found_code == "backup_no_identity"


def test_one_that_was_never_uploaded_to_its_end_is_found(kept, made):
    kept.folder.joinpath(f"{made.name}.json").unlink()
    done = try_it(kept)
    assert (done.found_code, done.found) == ("backup_half_uploaded", f"{made.name} was never uploaded to its end.")


def test_an_empty_place_is_found(kept, lakshmi):
    assert try_it(kept).found_code == "backup_not_found"


def test_a_place_that_is_away_is_found(kept, made, tmp_path):
    kept.folder.rename(tmp_path / "elsewhere")
    kept.folder.write_text("no folder")
    assert try_it(kept, name=made.name).found_code == "backup_place_unreachable"


def test_missing_rows_are_found(kept, made, tmp_path):
    opened = kept.open(made.name, tmp_path / "opened")
    tables = opened.manifest["tables"]
    tables["orders_order"]["rows"] += 3
    kept.pack_again(made.name, opened, tables=tables)
    done = try_it(kept)
    assert done.found_code == "backup_rows_missing"
    assert done.found.endswith("orders_order has 1 rows of 4")


def test_a_ledger_that_sums_to_something_else_is_found(kept, made, tmp_path):
    opened = kept.open(made.name, tmp_path / "opened")
    tables = opened.manifest["tables"]
    tables["inventory_stockmovement"]["sums"]["change"] += 1
    kept.pack_again(made.name, opened, tables=tables)
    done = try_it(kept)
    assert done.found_code == "backup_rows_missing"
    assert done.found.endswith("inventory_stockmovement sums to something else in change")


def test_a_database_that_is_damaged_inside_a_good_archive_is_found(kept, made, tmp_path):
    opened = kept.open(made.name, tmp_path / "opened")
    opened.database.write_bytes(opened.database.read_bytes()[:9000])
    kept.pack_again(made.name, opened)
    assert try_it(kept).found_code in {"backup_corrupt", "backup_program_failed"}


def test_a_backup_of_books_that_are_wrong_is_found(kept, lakshmi):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=2)
    Order.objects.filter(pk=order.pk).update(state=OrderState.ACCEPTED)
    services.make(by=BY, at=NOW)
    done = try_it(kept)
    assert done.found_code == "backup_books_wrong"
    assert f"order {order.pk} is not in the state its history leads to" in done.found


def test_a_trial_is_due_a_week_after_the_last(kept, made):
    assert selectors.drills_due(at=LATER) == [str(kept.folder)]
    kept.folder.joinpath(f"{made.name}.json").unlink()
    try_it(kept)
    assert selectors.drills_due(at=LATER + timedelta(days=6)) == []
    assert selectors.drills_due(at=LATER + timedelta(days=7)) == [str(kept.folder)]


def test_a_place_without_a_backup_is_not_tried(kept, lakshmi):
    assert selectors.drills_due(at=NOW) == []

"""Whether each row's history is an unbroken walk through its table."""

from io import BytesIO

import pytest

from kirana.catalog.models import ImportBatch, ImportBatchStateChange
from kirana.catalog.states import IMPORTS
from kirana.core.books import check_history
from kirana.flows import import_catalogue as flow
from tests.cast import BY, LATER, NOW


@pytest.fixture
def batch(lakshmi) -> ImportBatch:
    """An import that was applied and taken back."""
    file = BytesIO(b"name,price\nJeera,40\n")
    read = flow.read_file(store=lakshmi.store, file=file, name="one.csv", by=BY, at=NOW)
    flow.apply_batch(batch=read, by=BY, at=NOW)
    flow.undo_batch(batch=read, by=BY, at=LATER)
    return read


def sentences() -> list[str]:
    """What is wrong with the imports' history."""
    return list(check_history(IMPORTS, ImportBatch, ImportBatchStateChange))


def test_a_whole_walk_says_nothing(batch):
    assert list(batch.history.values_list("move", flat=True)) == ["begin", "apply", "undo"]
    assert sentences() == []


def test_a_state_that_no_move_led_to_is_named(batch):
    ImportBatch.objects.filter(pk=batch.pk).update(state="applied")
    assert sentences() == [f"import {batch.pk} is not in the state its history leads to, “undone”"]


def test_a_step_taken_out_is_named(batch):
    batch.history.filter(move="apply").delete()
    assert sentences() == [f"import {batch.pk}: “undo” from “applied” to “undone” after “read”"]


def test_a_step_that_is_not_in_the_table_is_named(batch):
    batch.history.filter(move="undo").update(to_state="dropped")
    ImportBatch.objects.filter(pk=batch.pk).update(state="dropped")
    assert sentences() == [f"import {batch.pk}: “undo” from “applied” to “dropped” after “applied”"]


def test_a_row_without_history_is_named(batch):
    batch.history.all().delete()
    assert sentences() == [f"import {batch.pk} has no history"]


def test_a_verb_that_never_was_is_named_and_the_rest_is_still_read(batch):
    batch.history.filter(move="apply").update(move="teleport")
    ImportBatch.objects.filter(pk=batch.pk).update(state="applied")
    assert sentences() == [
        f"import {batch.pk}: “teleport” from “read” to “applied” after “read”",
        f"import {batch.pk} is not in the state its history leads to, “undone”",
    ]

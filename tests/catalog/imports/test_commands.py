"""The same from a terminal: preview, import, report, undo, export."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kirana.catalog.models import ImportBatch, Listing
from tests.catalog.imports.sheets import a_csv
from tests.catalog.snapshot import offered, the_catalogue

JEERA = {"code": "jeera", "name": "Jeera", "pack": "100 g", "price": "40"}
ROWS = (JEERA, JEERA | {"name": "Jeera again"}, JEERA | {"code": "x", "name": "Ajwain", "price": ""})


@pytest.fixture
def file(tmp_path) -> Path:
    """A file of one good row, one that repeats it, and one without a price."""
    path = tmp_path / "shop.csv"
    path.write_bytes(a_csv(*ROWS).getvalue())
    return path


def run(name: str, *arguments: object) -> list[str]:
    """What a command says, line by line."""
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines() if line.strip()]


def test_esha_imports_a_file_and_every_row_is_told(lakshmi, it_is_now, file):
    said = run("import_catalogue", file, "--stock", 6)
    batch = ImportBatch.objects.get()
    assert said[0].startswith(f"Import {batch.pk}: shop.csv, ")
    assert said[1:] == [
        "3 rows in",
        "1 new",
        "0 changed",
        "0 as they were",
        "2 refused",
        "1 the same product is already in another row",
        "1 it has no price",
        "for example",
        "row 3: Jeera again: the same product is already in row 2",
        "row 4: Ajwain: it has no price",
        f"Take it back with: manage.py import_catalogue --undo {batch.pk}",
    ]
    assert Listing.objects.get(product__code="jeera").stock.on_hand == 6
    assert batch.by == "system: import"


def test_a_preview_says_the_same_and_changes_nothing(lakshmi, it_is_now, file, nothing_moves):
    before = the_catalogue()
    with nothing_moves():
        said = run("import_catalogue", file, "--preview")
    assert said[0].startswith("Would be ")
    assert said[1:6] == ["3 rows in", "1 new", "0 changed", "0 as they were", "2 refused"]
    assert not any("--undo" in line for line in said)
    assert the_catalogue() == before
    assert ImportBatch.objects.get().state == "dropped"


def test_a_report_holds_every_row_that_is_new_changed_or_refused(lakshmi, it_is_now, file, tmp_path):
    run("import_catalogue", file, "--report", tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as report:
        assert list(csv.reader(report)) == [
            ["row", "outcome", "code", "name", "reason"],
            ["2", "created", "jeera", "Jeera", ""],
            ["3", "refused", "", "Jeera again", "the same product is already in row 2"],
            ["4", "refused", "", "Ajwain", "it has no price"],
        ]


def test_an_import_is_taken_back(lakshmi, it_is_now, file):
    prices = offered()
    run("import_catalogue", file)
    assert run("import_catalogue", "--undo", ImportBatch.objects.get().pk) == ["“shop.csv” is taken back."]
    assert offered() == prices


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name a file to import, or a batch with --undo."),
        (["nowhere.csv"], "There is no file nowhere.csv."),
        (["--undo", "999999"], "There is no import 999999."),
    ],
)
def test_what_cannot_be_done_is_said(lakshmi, nothing_moves, arguments, sentence):
    with nothing_moves(), pytest.raises(CommandError) as refusal:
        run("import_catalogue", *arguments)
    assert str(refusal.value) == sentence


def test_a_file_that_cannot_be_read_is_said_and_changes_nothing(lakshmi, tmp_path, nothing_moves):
    (tmp_path / "shop.csv").write_text("colour\nred\n")
    with nothing_moves(), pytest.raises(CommandError, match="This file has no column for name, price"):
        run("import_catalogue", tmp_path / "shop.csv")
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_esha_exports_she_can_import(lakshmi, it_is_now, tmp_path, ending):
    path = tmp_path / f"catalogue.{ending}"
    assert run("export_catalogue", path) == [f"The catalogue is in {path}."]
    said = run("import_catalogue", path)
    assert said[1:3] == ["7 rows in", "0 new"]


def test_an_export_has_an_ending_we_know(lakshmi, tmp_path):
    with pytest.raises(CommandError, match=r"The file must end in \.csv or \.xlsx\."):
        run("export_catalogue", tmp_path / "catalogue.pdf")
    assert list(tmp_path.iterdir()) == []

"""Restoring by the very commands of the runbook, into a database of its own, and what they refuse."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kirana.ops.backups.databases import ours
from tests.rules.sources import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = ROOT.joinpath("docs/runbooks/restore.md").read_text(encoding="utf-8")


def commands_of_the_page() -> list[str]:
    """What stands in its blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return [line.strip() for block in blocks for line in block.strip().splitlines()]


@pytest.fixture
def elsewhere(kept, made, tmp_path) -> Iterator[dict[str, str]]:
    """Another machine: an empty database and folder, and the same places and keys."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with ours().scratch(folder) as database:
        url = ours().url(database)
        database.close()
        yield {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kirana.config.settings.test",
            "DATABASE_URL": url,
            "KIRANA_DATA": str(folder),
            "BACKUP_PLACES": str(kept.folder),
            "BACKUP_IDENTITY_FILE": str(kept.identity),
        }


def manage(environment, *words):
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_page_s_own_commands_bring_the_shop_back(elsewhere, made, tmp_path):
    found = commands_of_the_page()
    assert [line.split("manage.py ")[1] for line in found] == [
        "restore_drill",
        "restore",
        "restore --yes-replace",
        "restore --show-settings",
        "check_books",
        "walk",
    ]
    manage(elsewhere, "migrate", "-v0")  # the drill keeps what it found in the database that is there
    said = {}
    for line in found:
        done = manage(elsewhere, *shlex.split(line.split("manage.py ")[1]))
        said[line.split("manage.py ")[1]] = done.stdout + done.stderr
        assert (done.returncode != 0) == (line.endswith("restore")), done.stdout + done.stderr
    assert "Restore with --yes-replace to put it aside" in said["restore"]
    assert "What was there is kept: " in said["restore --yes-replace"]
    assert f"{made.name}: {made.note['rows']:,} rows are back" in said["restore --yes-replace"]
    assert "1 pictures are back." in said["restore --yes-replace"]
    assert "1 backups that the list did not know were found" in said["restore --yes-replace"]
    assert "The books are right" in said["check_books"]
    assert (tmp_path / "elsewhere/media/products/atta.webp").read_bytes() == b"a picture of atta"


def test_into_an_empty_database_it_goes_without_a_question(elsewhere, made):
    done = manage(elsewhere, "restore", made.name)
    assert done.returncode == 0, done.stderr
    assert "is kept" not in done.stdout
    assert manage(elsewhere, "backup", "--list").stdout.startswith(f"{made.name}  kept")


def test_a_file_that_was_taken_home_is_restored_by_its_path(elsewhere, kept, made, tmp_path):
    home = tmp_path / made.archive
    kept.archive(made.name).rename(home)
    elsewhere["BACKUP_IDENTITY_FILE"] = ""
    assert "no identity was given" in manage(elsewhere, "restore", str(home)).stderr
    done = manage(elsewhere, "restore", str(home), "--identity", str(kept.identity))
    assert f"{made.name}: {made.note['rows']:,} rows are back" in done.stdout

"""Esha takes a release back: the code goes back, and of the database only what the old code would not survive."""

import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import migrations

from kirana.ops.releases import rollback, watching
from kirana.ops.releases.models import Judgement, Release
from kirana.ops.releases.rollback import ChangedByHand, NoGoodRelease, NoHistory
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MANAGE = "import pathlib, sys\npathlib.Path('gathered').write_text(' '.join(sys.argv[1:]))\n"


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Esha", "-c", "user.email=esha@lakshmi.example"]
    return subprocess.run(["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True).stdout


def commit(folder: Path, path: str, text: str) -> str:
    folder.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
    folder.joinpath(path).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", path)
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def code(tmp_path, settings) -> Path:
    """A folder of code with a history of two versions."""
    settings.ROOT = tmp_path
    git(tmp_path, "init", "-q")
    commit(tmp_path, "manage.py", MANAGE)
    return tmp_path


def test_the_code_goes_back_to_the_last_version_that_was_good(code, capsys):
    good = git(code, "rev-parse", "HEAD").strip()
    watching.begin(name=good, at=NOW)
    Release.objects.update(judgement=Judgement.GOOD)
    bad = commit(code, "kirana/news.py", "broken = True")
    call_command("roll_back")
    assert git(code, "rev-parse", "HEAD").strip() == bad
    call_command("roll_back", "--yes")
    assert git(code, "rev-parse", "HEAD").strip() == good
    assert code.joinpath("gathered").read_text() == "collectstatic --no-input --verbosity 0"
    assert "the database stays as it is" in capsys.readouterr().out


def test_a_migration_that_the_old_code_would_not_survive_is_named_and_taken_back_first(code, monkeypatch):
    before = git(code, "rev-parse", "HEAD").strip()
    commit(code, "kirana/accounts/migrations/0002_password_set_at.py", "")
    way = rollback.plan(version=before)
    assert (way.migrations, way.dangers) == ([], [])
    from kirana.accounts.migrations import __name__ as folder  # the file that Django reads

    module = __import__(f"{folder}.0002_password_set_at", fromlist=["Migration"])
    monkeypatch.setattr(module.Migration, "operations", [migrations.RemoveField("user", "phone")])
    way = rollback.plan(version=before)
    assert way.migrations == [("accounts", "0001_initial")]
    assert len(way.dangers) == 1


def test_what_was_changed_by_hand_is_not_thrown_away(code):
    code.joinpath("manage.py").write_text("changed")
    with pytest.raises(ChangedByHand):
        rollback.plan(version="HEAD")


def test_without_a_good_release_it_has_to_be_named(code):
    with pytest.raises(NoGoodRelease):
        rollback.plan()
    with pytest.raises(CommandError):
        call_command("roll_back", "never-was")


def test_code_without_a_history_goes_back_where_it_came_from(tmp_path, settings):
    settings.ROOT = tmp_path
    with pytest.raises(NoHistory):
        rollback.plan()

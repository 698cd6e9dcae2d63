"""Taking a release back: which version was good, what of the database has to go back with it, and the way there.

Migrations that the old code survives stay: it does not see what was added. Those that it would not survive are taken
back first, while the code that knows how is still here.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError
from kirana.ops.backups import code
from kirana.ops.backups.refusals import ProgramFailed
from kirana.ops.releases import preflight
from kirana.ops.releases.models import Judgement, Release


class NoHistory(ShopError):
    code = "no_history"
    sentence = _("The code came without its git history: take the release back at your host.")


class NoGoodRelease(ShopError):
    code = "no_good_release"
    sentence = _("No earlier release was judged good. Name the version to go back to.")


class ChangedByHand(ShopError):
    code = "changed_by_hand"
    sentence = _("%(count)s files differ from their version and would be lost. Put them away first.")


@dataclass(frozen=True, slots=True)
class Plan:
    """The way back: the version, and the migrations to go back to, `("orders", "0008_x")` or `("orders", "zero")`."""

    version: str
    migrations: list[tuple[str, str]]
    dangers: list[str]


def plan(*, version: str = "") -> Plan:
    """How to get to this version, or to the last good one. Raises `NoHistory`, `NoGoodRelease`, `ChangedByHand`."""
    history = code.history()
    if history is None:
        raise NoHistory()
    if history.changed:
        raise ChangedByHand(count=history.changed)
    target = code.git("rev-parse", "--verify", f"{version or _last_good(history.commit)}^{{commit}}")
    steps = list(_steps(target))
    return Plan(target, [step[:2] for step in steps], [danger for step in steps for danger in step[2]])


def carry_out(way: Plan) -> None:
    """Go it: a backup and the migrations when there are any, then the code, then its styles."""
    if way.migrations:
        call_command("backup")
    for app, name in way.migrations:
        call_command("migrate", app, name, verbosity=0)
    code.git("checkout", "--quiet", "--detach", way.version)
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(program="collectstatic", reason=done.stderr.strip()[-300:])


def _last_good(running: str) -> str:
    good = Release.objects.filter(judgement=Judgement.GOOD).exclude(name=running)
    name = good.values_list("name", flat=True).first()
    if name is None:
        raise NoGoodRelease()
    return name


def _steps(target: str) -> Iterator[tuple[str, str, list[str]]]:
    """For each app with a migration that the old code would not survive: the last one to keep, and why."""
    changed = code.git("diff", "--name-only", "--diff-filter=A", target, "HEAD", "--", "*/migrations/0*.py")
    added = set(changed.splitlines())
    loader = MigrationLoader(connection)
    for app in sorted({app for app, _name in loader.disk_migrations}):
        keep = "zero"
        for key in sorted(key for key in loader.disk_migrations if key[0] == app):
            migration = loader.disk_migrations[key]
            is_new = f"{migration.__module__.replace('.', '/')}.py" in added
            dangers = list(preflight.dangers(f"{app}.{key[1]}", list(migration.operations))) if is_new else []
            if dangers and key in loader.applied_migrations:
                yield app, keep, dangers
                break
            keep = key[1]

"""Before a release: is everything ready, and can the old and the new code run side by side while it goes out?

A migration is safe for that when the old code, which does not know it, still works: nothing it reads or writes is
dropped or renamed, and no new column insists on a value that the old code does not give.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks as django_checks
from django.db import connection, models
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from kirana.ops import checks
from kirana.ops.checks import Verdict
from kirana.ops.runs import CheckState

TAKES_AWAY = (ops.RemoveField, ops.DeleteModel, ops.RenameField, ops.RenameModel, ops.AlterModelTable)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked at; `is_ready` is None when only a person can know."""

    name: str
    is_ready: bool | None
    said: str


def look(*, at: datetime) -> list[Item]:
    """Everything, in the order in which one would mend it."""
    return [_settings(), _migrations(), _translations(), _styles(), _backup(), _tests()]


def dangers(name: str, operations: list[Any]) -> Iterator[str]:
    """A sentence for every operation that the old code would not survive."""
    fresh = {one.name_lower for one in operations if isinstance(one, ops.CreateModel)}
    for one in operations:
        if getattr(one, "model_name_lower", getattr(one, "name_lower", "")) in fresh:
            continue
        if isinstance(one, TAKES_AWAY):
            yield f"{name}: {one.describe()}"
        elif isinstance(one, ops.AddField) and _insists(one.field):
            yield f"{name}: {one.describe()}, which the old code gives no value"
        elif isinstance(one, ops.RunSQL | ops.RunPython) and not one.reversible:
            yield f"{name}: {one.describe()} cannot be taken back"


def pending() -> list[Any]:
    """The migrations that a release would apply."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def _insists(field: "models.Field[Any, Any]") -> bool:
    if field.many_to_many or field.null:
        return False
    return field.db_default is models.NOT_PROVIDED


def _settings() -> Item:
    found = django_checks.run_checks(include_deployment_checks=settings.HTTPS)
    wrong = [one.id or one.msg for one in found if one.level >= django_checks.ERROR and not one.is_silenced()]
    if settings.DEBUG:
        wrong.append(_("DEBUG is on"))
    return Item(_("settings"), not wrong, ", ".join(map(str, wrong)) or _("nothing is wrong with them"))


def _migrations() -> Item:
    waiting = pending()
    bad = [said for one in waiting for said in dangers(f"{one.app_label}.{one.name}", one.operations)]
    safe = _("%(count)s to apply, safe while the old code runs") % {"count": len(waiting)}
    return Item(_("migrations"), not bad, "; ".join(bad) or safe)


def _translations() -> Item:
    texts = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    stale = [path.parts[-3] for path in texts if not _is_compiled(path)]
    missing = _("not compiled: %(languages)s") % {"languages": ", ".join(stale)}
    return Item(_("translations"), not stale, missing if stale else _("compiled"))


def _is_compiled(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= path.stat().st_mtime


def _styles() -> Item:
    manifest = Path(settings.STATIC_ROOT).joinpath("staticfiles.json")
    return Item(_("styles"), manifest.exists(), _("gathered") if manifest.exists() else _("run collectstatic"))


def _backup() -> Item:
    if "backup.age" not in {check.key for check in checks.all_checks()}:
        return Item(_("backup"), None, _("no backup is checked here: make one"))
    verdict = CheckState.objects.filter(key="backup.age").values_list("verdict", flat=True).first()
    said = Verdict(verdict).label if verdict else _("not asked yet")
    return Item(_("backup"), verdict == Verdict.GOOD, _("backup.age says: %(verdict)s") % {"verdict": said})


def _tests() -> Item:
    return Item(_("tests"), None, _("the shop cannot know: look at the last run of your CI"))

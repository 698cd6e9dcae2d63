"""What the shop asks about the next release."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.measure.figures import Tally
from kirana.ops.releases import preflight, watching
from kirana.ops.releases.models import Judgement, Release
from kirana.ops.releases.watching import Comparison


def ready(at: datetime) -> Answer:
    """Whether a release could go out: the same as `manage.py preflight`."""
    items = preflight.look(at=at)
    figures = [Figure(one.name, one.said) for one in items]
    missing = [one.name for one in items if one.is_ready is False]
    if missing:
        return Answer(Verdict.WATCH, _("Not ready for a release: %(names)s."), {"names": ", ".join(missing)}, figures)
    return Answer(Verdict.GOOD, _("Ready for a release."), figures=figures)


def health(at: datetime) -> Answer:
    """Whether more breaks since the version that runs began than before it."""
    release = watching.running()
    if release is None:
        return Answer(Verdict.NOT_CONNECTED, _("Nobody noted which version runs: `manage.py note_release` does."))
    if not settings.MEASURE:
        return Answer(Verdict.NOT_CONNECTED, _("Nothing is measured (MEASURE is off), so nothing can be compared."))
    found = watching.compare(release=release, at=at)
    facts: dict[str, str | int] = {"name": release.short, "after": found.after.errors, "of": found.after.count}
    figures = _figures(release, found)
    if release.judgement == Judgement.ROLL_BACK or found.is_worse:
        said = _("Since release %(name)s %(after)s of %(of)s requests broke, more than before. Take it back.")
        return Answer(Verdict.ACT, said, facts, figures)
    if release.judgement == Judgement.GOOD:
        return Answer(Verdict.GOOD, _("Release %(name)s was watched and is good."), facts, figures)
    if at - release.began_at > watching.AFTER and not found.after.count:
        return Answer(
            Verdict.WATCH, _("Nobody has come since release %(name)s began: try it yourself."), facts, figures
        )
    return Answer(
        Verdict.GOOD, _("Release %(name)s is being watched: %(after)s of %(of)s requests broke."), facts, figures
    )


def _figures(release: Release, found: Comparison) -> list[Figure]:
    def said(tally: Tally) -> str:
        return f"{tally.errors} / {tally.count} ({tally.errors_permille} ‰), p95 {tally.percentile_ms(95)} ms"

    return [
        Figure(_("Release"), release.short),
        Figure(_("Runs since"), release.began_at.isoformat(timespec="minutes")),
        Figure(_("Broke in the hour before"), said(found.before)),
        Figure(_("Broke since"), said(found.after)),
    ]


# What keeps a release back and is asked by a check of its own.
KEEPS_IT_BACK = ("backup.schedule", "backup.age", "health.settings", "health.static")
CHECKS = (
    Check("release.preflight", _("Ready for a release"), 60, "rollback", ready, because=KEEPS_IT_BACK),
    Check("release.health", _("The release that runs"), 1, "rollback", health, because=("logs.errors",)),
)

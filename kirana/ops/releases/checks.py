"""What the shop asks about the next release."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.releases import preflight


def ready(at: datetime) -> Answer:
    """Whether a release could go out: the same as `manage.py preflight`."""
    items = preflight.look(at=at)
    figures = [Figure(one.name, one.said) for one in items]
    missing = [one.name for one in items if one.is_ready is False]
    if missing:
        return Answer(Verdict.WATCH, _("Not ready for a release: %(names)s."), {"names": ", ".join(missing)}, figures)
    return Answer(Verdict.GOOD, _("Ready for a release."), figures=figures)


CHECKS = (Check("release.preflight", _("Ready for a release"), 60, "rollback", ready),)

"""Whether errors are sent where someone looks, and whether pages break in people's browsers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.ops.errors import groups, sentry
from kirana.ops.errors.groups import Side
from kirana.ops.logs import reading

DAY = timedelta(days=1)
MANY = 50  # of one kind since it first came up today
PAGE = "/staff/console/errors/"


def tracking(at: datetime) -> Answer:
    """Sentry takes what it is sent."""
    kept = Figure(_("Kinds of error the shop keeps itself"), str(groups.every().count()), PAGE)
    if not settings.SENTRY_DSN:
        return Answer(
            Verdict.NOT_CONNECTED, _("No Sentry is connected; errors are kept by the shop itself."), {}, [kept]
        )
    try:
        event = sentry.try_out(at=at)
    except sentry.NotAccepted as error:
        return Answer(Verdict.ACT, _("Sentry does not take errors: %(why)s"), {"why": str(error)}, [kept])
    figures = [
        kept,
        Figure(_("Test event taken"), event),
        Figure(_("Share that is sent"), f"{settings.SENTRY_SAMPLE_PERCENT} %"),
        Figure(_("Release"), settings.RELEASE or "–"),
    ]
    return Answer(Verdict.GOOD, _("Sentry took a test event."), {}, figures)


def browsers(at: datetime) -> Answer:
    """Pages do not break in browsers, and their policy stops nothing of ours."""
    if not reading.files(reading.APP):
        return Answer(Verdict.NOT_CONNECTED, _("There is no log yet."))
    groups.collect(at=at)
    today = [one for one in groups.every(is_open=True).filter(side=Side.BROWSER)[:50] if at - one.last_at < DAY]
    figures = [
        Figure(_("Kinds of error in browsers today"), str(len(today)), PAGE),
        Figure(_("Reports are taken at"), "/errors/"),
    ]
    rows = [(one.title, one.where, str(one.count), f"{one.last_at:%Y-%m-%d %H:%M} UTC") for one in today]
    many = [one for one in today if one.count >= MANY and at - one.first_at < DAY]
    if many:
        sentence = _("Many browsers report the same error: %(what)s")
        return Answer(Verdict.ACT, sentence, {"what": many[0].title}, figures, rows)
    if today:
        return Answer(Verdict.WATCH, _("Browsers report errors: %(what)s"), {"what": today[0].title}, figures, rows)
    return Answer(Verdict.GOOD, _("No browser reported an error within a day."), {}, figures)


CHECKS = (
    Check("errors.tracking", _("Sentry"), 6 * 60, "errors-not-sent", tracking),
    Check("errors.browser", _("Errors in browsers"), 5, "errors-in-browsers", browsers),
)

"""Whether mail can leave: the mail server is greeted and signed in to, and nothing is sent."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.ops.checks import Answer, Check, Figure, Verdict


def reachable(_at: datetime) -> Answer:
    """The mail server takes our name and password. Without one, mails are files that nobody receives."""
    if not settings.EMAIL_HOST:
        figures = [Figure(_("Folder"), str(settings.EMAIL_FILE_PATH))]
        sentence = _("No mail server is given: mails are written to a folder, and nobody receives them.")
        return Answer(Verdict.NOT_CONNECTED, sentence, {}, figures)
    figures = [
        Figure(_("Server"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"),
        Figure(_("From"), settings.MAIL_FROM),
        Figure("STARTTLS", _("yes") if settings.EMAIL_USE_TLS else _("no")),
    ]
    try:
        with locks.outside_transaction():
            server = get_connection("django.core.mail.backends.smtp.EmailBackend")
            server.open()
            server.close()
    except (smtplib.SMTPException, OSError) as error:
        return Answer(
            Verdict.ACT, _("The mail server could not be used: %(error)s"), {"error": str(error)[:200]}, figures
        )
    return Answer(Verdict.GOOD, _("The mail server answers and takes our name."), {}, figures)


CHECKS = (Check("health.mail", _("The mail server"), 15, "messages-late", reachable),)

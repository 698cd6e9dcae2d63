"""Whether mail can leave: the mail server is greeted, signed in to and told who writes, and nothing is sent."""

import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.ops.checks import Answer, Check, Figure, Verdict

TAKEN = 250


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
            _knock()
    except (smtplib.SMTPException, OSError) as error:
        return Answer(
            Verdict.ACT, _("The mail server could not be used: %(error)s"), {"error": str(error)[:200]}, figures
        )
    return Answer(Verdict.GOOD, _("The mail server answers and takes our name."), {}, figures)


def _knock() -> None:
    """As far as the sender of a mail; raises what the server refused, with its own words."""
    backend = EmailBackend()
    backend.open()
    try:
        server: smtplib.SMTP = backend.connection  # type: ignore[assignment]  # it is open
        sender = parseaddr(settings.MAIL_FROM)[1]
        server.ehlo_or_helo_if_needed()
        code, said = server.mail(sender)
        if code != TAKEN:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        server.rset()
    finally:
        backend.close()


CHECKS = (Check("health.mail", _("The mail server"), 15, "messages-late", reachable),)

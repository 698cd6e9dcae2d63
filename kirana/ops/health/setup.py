"""How the shop is set up: what Django's own deployment checks say, and the certificate that browsers see."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import checks as django_checks
from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.ops.checks import Answer, Check, Figure, Verdict

PATIENCE_S = 8
RENEW = timedelta(days=21)
RENEW_NOW = timedelta(days=7)
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# At home there is no HTTPS, so nothing about it can be wrong.
OF_HTTPS = {"security.W004", "security.W008", "security.W012", "security.W016"}
# Preloading binds every name under the domain to HTTPS for years and cannot be taken back quickly: the owner's choice.
A_CHOICE = {"security.W021"}


def deployed(_at: datetime) -> Answer:
    """Nothing that Django knows of is left open."""
    found = [one for one in django_checks.run_checks(include_deployment_checks=True) if not _is_meant(one)]
    is_public = settings.SITE.hostname not in LOOPBACK
    figures = [
        Figure("SITE_URL", settings.SITE_URL),
        Figure("HTTPS", _("yes") if settings.HTTPS else _("no")),
        Figure("DEBUG", _("yes") if settings.DEBUG else _("no")),
    ]
    rows = [(str(one.id), str(one.msg).split("\n")[0]) for one in found]
    if settings.DEMO and is_public:
        rows.append(("DEMO", str(_("anyone may sign in with the demo's accounts"))))
    if any(one.level >= django_checks.ERROR for one in found) or (settings.DEBUG and is_public):
        return Answer(Verdict.ACT, _("The shop must not be open to the public with these settings."), {}, figures, rows)
    if rows:
        return Answer(Verdict.WATCH, _("%(number)s settings could be safer."), {"number": len(rows)}, figures, rows)
    return Answer(Verdict.GOOD, _("The settings are fit for where the shop is."), {}, figures)


def _is_meant(message: django_checks.CheckMessage) -> bool:
    is_at_home = settings.SITE.hostname in LOOPBACK
    return message.is_silenced() or message.id in A_CHOICE or (is_at_home and message.id in OF_HTTPS)


def certificate(at: datetime) -> Answer:
    """The certificate that browsers see is trusted, is ours, and lasts."""
    if not settings.HTTPS:
        return Answer(
            Verdict.NOT_CONNECTED, _("The shop is not served by HTTPS."), {}, [Figure("SITE_URL", settings.SITE_URL)]
        )
    host, port = str(settings.SITE.hostname), settings.SITE.port or 443
    try:
        ends = _certificate_ends(host, port)
    except ssl.SSLCertVerificationError as error:
        return Answer(
            Verdict.ACT, _("Browsers refuse the certificate: %(why)s"), {"why": str(error.verify_message)[:200]}
        )
    except OSError as error:
        return Answer(Verdict.ACT, _("No secure connection could be made: %(why)s"), {"why": str(error)[:200]})
    days = (ends - at) // timedelta(days=1)
    figures = [
        Figure(_("Host"), f"{host}:{port}"),
        Figure(_("Ends"), f"{ends:%Y-%m-%d}"),
        Figure(_("Days left"), str(days)),
    ]
    if ends - at < RENEW:
        verdict = Verdict.ACT if ends - at < RENEW_NOW else Verdict.WATCH
        return Answer(verdict, _("The certificate ends in %(days)s days and was not renewed."), {"days": days}, figures)
    return Answer(Verdict.GOOD, _("The certificate is good for %(days)s days."), {"days": days}, figures)


def _certificate_ends(host: str, port: int) -> datetime:
    with locks.outside_transaction():
        with socket.create_connection((host, port), timeout=PATIENCE_S) as plain:
            with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure:
                shown = secure.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)


CHECKS = (
    Check("health.settings", _("The settings"), 60, "settings-unsafe", deployed),
    Check("health.certificate", _("The certificate"), 6 * 60, "certificate-ends", certificate),
)

"""What lets strangers in: libraries, headers, secrets, accounts."""

import json
import os
from collections.abc import Iterator

from tests.drills import certificates
from tests.drills.engine import drill
from tests.drills.shop import DrillShop

OLD_DJANGO = {
    "id": "DRILL-2026-1",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


@drill("vulnerable-package", turns="security.advisories", says="django", runbook="security-care", quick=True)
def vulnerable_package(shop: DrillShop) -> Iterator[None]:
    """An advisory about a library that is locked has come out."""
    shop.advisories.write_text(json.dumps([OLD_DJANGO]))
    yield
    shop.advisories.write_text("[]")


@drill("secret-too-old", turns="secrets.age", says="SECRET_KEY", runbook="secrets", quick=True)
def secret_too_old(shop: DrillShop) -> Iterator[None]:
    """The key was never changed."""
    shop.call(age_secret, days=400)
    yield
    shop.call(age_secret, days=-400)


def age_secret(*, days: int) -> None:
    """Have the key been seen first so much earlier."""
    from datetime import timedelta

    from kirana.ops.secrets.models import SecretSeen

    for seen in SecretSeen.objects.filter(key="SECRET_KEY"):
        SecretSeen.objects.filter(pk=seen.pk).update(first_seen_at=seen.first_seen_at - timedelta(days=days))


@drill("no-second-factor", turns="staff.second_factor", says="Chitra Rao", runbook="second-factor")
def no_second_factor(shop: DrillShop) -> Iterator[None]:
    """The owner signs in with a password alone."""
    shop.call(take_off_factor)
    yield
    shop.call(set_up_factor)


def take_off_factor() -> None:
    """Chitra has lost her phone."""
    from kirana.accounts import second_factor
    from kirana.accounts.models import User
    from kirana.core import clock
    from kirana.core.actors import system

    chitra = User.objects.get(email="chitra@lakshmi.example")
    second_factor.take_off(user=chitra, by=system("drills"), at=clock.now(), why="lost her phone")


def set_up_factor() -> None:
    """And has a new one."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from kirana.accounts.models import User

    TOTP.activate(User.objects.get(email="chitra@lakshmi.example"), generate_totp_secret())


@drill("csp-weakened", turns="security.csp", says="unsafe-inline", runbook="security-care")
def csp_weakened(shop: DrillShop) -> Iterator[None]:
    """The policy lets inline scripts run."""
    yield from _weakly_served(shop, "csp")


@drill(
    "missing-header", turns="security.headers", says="X-Content-Type-Options", runbook="security-care", verdict="watch"
)
def missing_header(shop: DrillShop) -> Iterator[None]:
    """The middleware that says `nosniff` is gone."""
    yield from _weakly_served(shop, "header")


def _weakly_served(shop: DrillShop, how: str) -> Iterator[None]:
    """The web server is started with settings that are weak; the worker is not."""
    shop.close()
    was, shop.settings = shop.settings, {"DJANGO_SETTINGS_MODULE": "tests.drills.weak", "DRILL_WEAK": how}
    shop.open()
    shop.settings = was
    yield
    shop.close()
    shop.open()


@drill("brute-force", turns="access.review", says="Passwords are guessed", runbook="someone-tries-doors")
def brute_force(shop: DrillShop) -> Iterator[None]:
    """Someone guesses the password of one account."""
    form = shop.get("/account/login/")
    token = form.headers["set-cookie"].split("csrftoken=")[1].split(";")[0]
    for guess in range(24):
        words = f"login=chitra@lakshmi.example&password=namaste{guess}&csrfmiddlewaretoken={token}"
        shop.get("/account/login/", data=words.encode(), headers={"Cookie": f"csrftoken={token}"})
    yield
    _forget_visits(shop)


@drill("scanner", turns="access.review", says="Looks for holes", runbook="someone-tries-doors", verdict="watch")
def scanner(shop: DrillShop) -> Iterator[None]:
    """A program looks for holes that other software has."""
    for number in range(35):
        shop.get(f"/wp-admin/{number}/setup.php")
    yield
    _forget_visits(shop)


def _forget_visits(shop: DrillShop) -> None:
    """As after the hour that is looked at."""
    os.truncate(shop.logs / "access.log", 0)
    shop.call(forget_findings)


def forget_findings() -> None:
    """Nobody tried a door."""
    from kirana.ops.access.review import AccessFinding

    AccessFinding.objects.all().delete()


@drill("certificate-expired", turns="health.certificate", says="expired", runbook="certificate-ends")
def certificate_expired(shop: DrillShop) -> Iterator[None]:
    """The shop was reached by HTTPS for months; yesterday its certificate ended."""
    days = certificates.issue(shop.around)
    shop.options = ("--ssl-certificate", str(shop.around / "leaf.pem"), "--ssl-keyfile", str(shop.around / "leaf.key"))
    shop.open_again(SSL_CERT_FILE=str(shop.around / "ca.pem"))
    healthy = shop.ask()["health.certificate"]
    assert (healthy["verdict"], str(days - 1) in healthy["message"]) == ("good", True), healthy
    certificates.issue(shop.around, ended=True)
    shop.close()
    shop.open()
    yield
    shop.options = ()
    shop.open_again()

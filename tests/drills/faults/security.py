"""What lets strangers in: libraries, headers, secrets, accounts."""

import json
from collections.abc import Iterator

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

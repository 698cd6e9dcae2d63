"""One key, one effect."""

from datetime import timedelta

import pytest

from kirana.core import idempotency, locks
from kirana.core.idempotency import IdempotencyKey
from tests.cast import NOW


def claim(result: str, *, key: str = "asha-1", scope: str = "place_order") -> str:
    """Claim a key for a result; what holds it then."""
    return idempotency.claim(scope=scope, key=key, result=result, at=NOW)


def test_the_first_claim_holds_the_key(db):
    assert claim("KM-1") == "KM-1"
    assert claim("KM-2") == "KM-1"
    kept = IdempotencyKey.objects.get()
    assert (kept.scope, kept.key, kept.result, kept.claimed_at) == ("place_order", "asha-1", "KM-1", NOW)


def test_a_second_claim_does_not_move_the_moment_of_the_first(db):
    claim("KM-1")
    idempotency.claim(scope="place_order", key="asha-1", result="KM-2", at=NOW + timedelta(hours=1))
    assert IdempotencyKey.objects.get().claimed_at == NOW


def test_another_key_or_another_story_is_another_effect(db):
    assert claim("KM-1") == "KM-1"
    assert claim("KM-2", key="bilal-1") == "KM-2"
    assert claim("R-1", scope="refund") == "R-1"
    assert IdempotencyKey.objects.count() == 3


def test_a_key_claimed_by_a_story_that_failed_is_free_again(db):
    with pytest.raises(RuntimeError, match="sold out"), locks.transaction():
        claim("KM-1")
        raise RuntimeError("sold out")
    assert IdempotencyKey.objects.count() == 0
    assert claim("KM-2") == "KM-2"

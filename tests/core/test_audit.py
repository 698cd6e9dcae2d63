"""The log of who changed what: whatever is done to it afterwards is named."""

from datetime import timedelta

import pytest

from kirana.core import audit, locks
from kirana.core.actors import Actor, ActorKind
from kirana.core.audit import GENESIS, AuditEntry, AuditHead
from tests.cast import BY, NOW

CHITRA = Actor(ActorKind.STAFF, "Chitra Rao", 7)
BILAL = Actor(ActorKind.STAFF, "Bilal Khan", 8)


@pytest.fixture
def log(db) -> list[AuditEntry]:
    """Three things that Chitra did."""
    return [
        audit.record(action="stock.count", subject="listing:1", by=CHITRA, at=NOW, was=10, now=12),
        audit.record(action="listing.change", subject="listing:2", by=CHITRA, at=NOW, was={"price_paise": 5}),
        audit.record(action="store.terms", subject="store:1", by=CHITRA, at=NOW, why="त्योहार"),
    ]


def rewrite(place: int, /, **columns: object) -> None:
    """Change an entry behind the log's back."""
    assert AuditEntry.objects.filter(number=place).update(**columns) == 1


def found() -> list[str]:
    """What the log says of itself."""
    return list(audit.verify())


def test_what_chitra_did_is_kept_and_the_chain_is_whole(log):
    first, second, third = AuditEntry.objects.all()
    assert [entry.number for entry in (first, second, third)] == [1, 2, 3]
    assert (first.by, first.at, first.action, first.subject) == ("staff:7 Chitra Rao", NOW, "stock.count", "listing:1")
    assert first.detail == {"was": 10, "now": 12}
    assert [first.previous_hash, second.previous_hash, third.previous_hash] == [GENESIS, first.hash, second.hash]
    head = AuditHead.objects.get()
    assert (head.last_number, head.last_hash) == (3, third.hash)
    assert found() == []


def test_an_empty_log_is_whole(db):
    assert found() == []


@pytest.mark.parametrize(
    "forged",
    [
        {"by": BILAL},
        {"at": NOW + timedelta(microseconds=1)},
        {"action": "stock.write_off"},
        {"subject": "listing:3"},
        {"detail": {"was": {"price_paise": 4}}},
        {"detail": {}},
    ],
    ids=["who", "when", "what", "of what", "how much", "nothing"],
)
def test_an_edited_entry_is_named(log, forged):
    rewrite(2, **forged)
    assert found() == ["entry 2 was changed after it was written"]


def test_an_edit_that_is_signed_anew_breaks_the_chain_after_it(log):
    rewrite(2, by=BILAL)
    forged = AuditEntry.objects.get(number=2)
    rewrite(2, hash=forged.expected_hash())
    assert found() == ["entry 3 does not follow entry 2"]


def test_the_last_entry_signed_anew_does_not_fit_the_head(log):
    rewrite(3, by=BILAL)
    rewrite(3, hash=AuditEntry.objects.get(number=3).expected_hash())
    assert found() == ["the log ends at entry 3, but 3 were written"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "entries 1 to 1 are missing"),
        (2, "entries 2 to 2 are missing"),
        (3, "the log ends at entry 2, but 3 were written"),
    ],
)
def test_a_deleted_entry_is_named(log, number, sentence):
    AuditEntry.objects.filter(number=number).delete()
    assert found() == [sentence]


def test_a_log_that_was_emptied_is_named(log):
    AuditEntry.objects.all().delete()
    assert found() == ["the log ends at entry 0, but 3 were written"]


def test_an_entry_added_behind_the_logs_back_is_named(log):
    forged = AuditEntry(number=4, at=NOW, by=str(BILAL), action="a", subject="b", detail={}, previous_hash=log[2].hash)
    forged.hash = forged.expected_hash()
    forged.save()
    assert found() == ["the log ends at entry 4, but 3 were written"]


def test_an_entry_pushed_in_between_is_named(log):
    rewrite(3, number=4)
    forged = AuditEntry(number=3, at=NOW, by=str(BILAL), action="a", subject="b", previous_hash=log[1].hash)
    forged.hash = forged.expected_hash()
    forged.save()
    assert found() == [
        "entry 4 does not follow entry 3",
        "entry 4 was changed after it was written",
        "the log ends at entry 4, but 3 were written",
    ]


def test_two_entries_that_changed_places_are_named(log):
    rewrite(1, number=9)
    rewrite(2, number=1)
    rewrite(9, number=2)
    assert found() == [
        "entry 1 does not follow entry 0",
        "entry 1 was changed after it was written",
        "entry 2 does not follow entry 1",
        "entry 2 was changed after it was written",
        "entry 3 does not follow entry 2",
    ]


def test_what_was_rolled_back_leaves_no_gap(log):
    with pytest.raises(RuntimeError, match="no"), locks.transaction():
        audit.record(action="stock.count", subject="listing:1", by=CHITRA, at=NOW)
        raise RuntimeError("no")
    entry = audit.record(action="stock.count", subject="listing:1", by=CHITRA, at=NOW)
    assert entry.number == 4
    assert found() == []


def test_the_moment_is_kept_to_the_microsecond_whatever_its_zone(log):
    at = NOW + timedelta(microseconds=123_456)
    audit.record(action="a", subject="b", by=BY, at=at)
    assert AuditEntry.objects.last().at == at
    assert found() == []


def test_any_json_is_kept_as_it_was(log):
    detail = {"z": 1, "a": {"देश": ["भारत", 2, None, True]}, "empty": {}, "quote": '"\\'}
    audit.record(action="a", subject="b", by=BY, at=NOW, **detail)
    assert AuditEntry.objects.last().detail == detail
    assert found() == []


@pytest.mark.parametrize(
    ("text", "numbers"), [("", [3, 2, 1]), ("CHITRA", [3, 2, 1]), ("listing", [2, 1]), ("terms", [3]), ("bilal", [])]
)
def test_esha_finds_entries_by_who_what_and_of_what(log, text, numbers):
    assert [entry.number for entry in audit.entries(text=text)] == numbers

"""A breach: two clocks, the window of the log, an archive that proves itself, notices that a person signs."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pyrage
import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings

from kirana.accounts.services import revoke_sessions
from kirana.core.audit import AuditEntry
from kirana.ops.breach import checks, clocks, evidence, notices, scope
from kirana.ops.breach.models import NoticeKind
from kirana.ops.breach.notices import AlreadySent, HowIsMissing, Sender
from kirana.ops.checks import Verdict
from kirana.ops.incidents import services
from kirana.ops.incidents.states import Kind, Severity
from kirana.orders.states import OrderState
from tests.cast import NOW, PASSWORD
from tests.storefront.visitors import a_visitor

HOUR = timedelta(hours=1)
SENDER = Sender("Lakshmi Stores", "12, 80 Feet Road, Bengaluru", "Esha Menon, +918040012345, esha@lakshmi.example")


@pytest.fixture
def esha(lakshmi):
    return lakshmi.esha.as_actor()


@pytest.fixture
def breach(esha):
    return services.declare(
        kind=Kind.BREACH, severity=Severity.CRITICAL, title="Orders were read by a stranger", by=esha, at=NOW
    )


def collect(breach, esha):
    return evidence.collect(incident=breach, since=NOW - HOUR, until=NOW + HOUR, by=esha, at=NOW + HOUR)


# --- clocks -----------------------------------------------------------------------------------------


def test_without_a_breach_no_clock_runs(lakshmi):
    answer = checks.running(NOW)
    assert (answer.verdict, [figure.value for figure in answer.figures]) == (Verdict.GOOD, ["0", "0"])


def test_six_and_seventy_two_hours_from_when_it_was_known(breach):
    due = {one.kind: one.due_at - NOW for one in clocks.of(breach)}
    assert due == {NoticeKind.CERT_IN: 6 * HOUR, NoticeKind.BOARD: 72 * HOUR, NoticeKind.PEOPLE: 72 * HOUR}


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (1, "CERT-In must be told within 5 hours 0 minutes."),
        (7, "CERT-In should have been told 1 hour 0 minutes ago."),
    ],
)
def test_the_check_counts(hours, said, breach):
    answer = checks.running(NOW + hours * HOUR)
    assert (answer.verdict, answer.message) == (Verdict.ACT, said)


def test_a_clock_stops_when_its_notice_was_sent(breach, esha):
    drafts = notices.draft(incident=breach, sender=SENDER, at=NOW)
    for one in drafts:
        notices.mark_sent(notice=one, how="by mail", by=esha, at=NOW + 2 * HOUR)
    assert clocks.running(NOW + 100 * HOUR) == []
    assert [one.is_over(NOW + 100 * HOUR) for one in clocks.of(breach)] == [False] * 3
    assert checks.running(NOW + 100 * HOUR).verdict is Verdict.GOOD


# --- how far ----------------------------------------------------------------------------------------


def test_the_window_says_who_did_what_to_how_much(lakshmi, breach):
    order = lakshmi.a_placed_order(atta=2)
    lakshmi.take_to(order, OrderState.PACKED, at=NOW + HOUR)
    found = scope.look(since=NOW + HOUR, until=NOW + 2 * HOUR)
    everything = AuditEntry.objects.filter(at__gte=NOW + HOUR).count()
    assert found.entries == everything == sum(times for _who, times in found.people)
    only = scope.look(since=NOW - HOUR, until=NOW + HOUR, who=f"staff:{lakshmi.esha.user_id}")
    assert dict(only.actions) == {"incident.declare": 1}


def test_another_log_is_looked_into_when_it_is_there(breach, monkeypatch):
    monkeypatch.setitem(scope._sources, "Requests", lambda since, until: [("10.0.0.9", "412")])
    assert scope.look(since=NOW, until=NOW).others == [("Requests", [("10.0.0.9", "412")])]


# --- the evidence -----------------------------------------------------------------------------------


@override_settings(EMAIL_HOST_PASSWORD="a-password-for-the-mails", BACKUP_RECIPIENTS=[])
def test_the_archive_has_the_log_its_proof_and_a_hash_of_each_file(breach, esha):
    name, packed = collect(breach, esha)
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert name == "evidence-I-1-20260302T1000.zip"
    manifest = dict(reversed(line.split("  ")) for line in archive.read("MANIFEST.sha256").decode().splitlines())
    assert sorted(manifest) == sorted(set(archive.namelist()) - {"MANIFEST.sha256"})
    assert manifest == {one: hashlib.sha256(archive.read(one)).hexdigest() for one in manifest}
    entries = [json.loads(line) for line in archive.read("audit.jsonl").decode().splitlines()]
    assert entries[-1]["action"] == "incident.declare"
    assert f"last hash: {entries[-1]['hash']}\nbreaks: 0\n" in archive.read("audit-proof.txt").decode()
    assert b"a-password-for-the-mails" not in b"".join(archive.read(one) for one in archive.namelist())


def test_taking_it_away_is_in_the_log_with_its_hash(breach, esha):
    _name, packed = collect(breach, esha)
    (entry,) = AuditEntry.objects.filter(action="breach.evidence")
    assert (entry.by, entry.detail["sha256"]) == (str(esha), hashlib.sha256(packed).hexdigest())


def test_with_a_key_of_the_backups_only_its_owner_can_read_it(breach, esha):
    owner = pyrage.x25519.Identity.generate()
    with override_settings(BACKUP_RECIPIENTS=[str(owner.to_public())]):
        name, packed = collect(breach, esha)
    assert name.endswith(".zip.age")
    assert not zipfile.is_zipfile(io.BytesIO(packed))
    assert zipfile.is_zipfile(io.BytesIO(pyrage.decrypt(packed, [owner])))


# --- notices ----------------------------------------------------------------------------------------


def test_the_notices_are_filled_from_the_facts(breach, esha):
    services.tick(incident=breach, step="rotate", by=esha, at=NOW + HOUR)
    drafts = {(one.kind, one.language): one.text for one in notices.draft(incident=breach, sender=SENDER, at=NOW)}
    assert sorted(drafts) == [("board", "en"), ("cert_in", "en"), ("people", "en"), ("people", "hi")]
    assert "5. Occurred on: 2 March 2026, 09:00. Noticed on: 2 March 2026, 09:00" in drafts["cert_in", "en"]
    assert "- 2 March 2026, 10:00: Contain: rotate all keys and secrets" in drafts["board", "en"]
    assert "- 2 मार्च 2026, 10:00: रोकें: सारी चाबियाँ और गोपनीय शब्द बदलें" in drafts["people", "hi"]


def test_drafting_again_leaves_what_a_person_wrote(breach, esha):
    first = notices.draft(incident=breach, sender=SENDER, at=NOW)[0]
    notices.edit(notice=first, text="As I know it.", by=esha, at=NOW)
    assert notices.draft(incident=breach, sender=SENDER, at=NOW)[0].text == "As I know it."


def test_what_was_sent_is_signed_and_stays(breach, esha, nothing_moves):
    one = notices.draft(incident=breach, sender=SENDER, at=NOW)[0]
    with nothing_moves(), pytest.raises(HowIsMissing):
        notices.mark_sent(notice=one, how=" ", by=esha, at=NOW)
    notices.mark_sent(notice=one, how="by mail to CERT-In", by=esha, at=NOW + HOUR)
    with nothing_moves(), pytest.raises(AlreadySent):
        notices.edit(notice=one, text="It was not so bad.", by=esha, at=NOW + HOUR)
    one.refresh_from_db()
    assert (one.sent_by, one.sent_at, one.sent_how) == (str(esha), NOW + HOUR, "by mail to CERT-In")


# --- sessions ---------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(lakshmi, it_is_now):
    """Browsers of Asha, Pooja and Esha, each signed in."""
    people = {"asha": lakshmi.asha.user, "pooja": lakshmi.pooja.user, "esha": lakshmi.esha.user}
    return {name: a_visitor(user) for name, user in people.items()}


def who_is_in(browsers) -> list[str]:
    return [name for name, browser in browsers.items() if browser.get("/account/").status_code == 200]


@pytest.mark.parametrize(
    ("sent", "stay"),
    [
        ({"whose": "all"}, ["esha"]),
        ({"whose": "staff"}, ["asha", "esha"]),
        ({"whose": "one", "email": "asha@example.com"}, ["pooja", "esha"]),
        ({"whose": "one", "email": "nobody@example.com"}, ["asha", "pooja", "esha"]),
    ],
)
def test_those_who_are_meant_are_signed_out_and_who_pressed_stays(sent, stay, signed_in, breach):
    signed_in["esha"].post("/staff/console/breaches/1/sessions/", sent)
    assert who_is_in(signed_in) == stay


def test_signing_out_is_in_the_log(lakshmi, esha, signed_in):
    assert revoke_sessions(user_ids=None, keep="", by=esha, at=NOW, why="I-1") == 3
    (entry,) = AuditEntry.objects.filter(action="sessions.revoke")
    assert (entry.subject, entry.detail["ended"], Session.objects.count()) == ("sessions:all", 3, 0)


# --- the pages --------------------------------------------------------------------------------------


def test_esha_goes_through_a_breach_on_its_pages(lakshmi, it_is_now):
    esha = a_visitor()
    esha.post("/account/login/", {"login": "esha@lakshmi.example", "password": PASSWORD})
    begun = esha.post("/staff/console/breaches/declaration/", {"title": "Orders were read"})
    assert begun.headers["Location"] == "/staff/console/breaches/1/"
    page = esha.get("/staff/console/breaches/1/").content.decode()
    assert "6 hours 0 minutes left" in page
    esha.post("/staff/console/breaches/1/notices/", {})
    notice = esha.get("/staff/console/breaches/1/").content.decode().split("/notices/")[1].split("/")[0]
    at = f"/staff/console/breaches/1/notices/{notice}/"
    assert esha.post(at, {"text": "What we know."}).status_code == 302
    assert esha.post(at, {"how": ""}).status_code == 422
    assert esha.post(at, {"how": "by mail"}).status_code == 302
    assert "What we know." in esha.get(at).content.decode()
    window = {"since": "2026-03-01T09:00", "until": "2026-03-02T10:00"}
    taken = esha.post("/staff/console/breaches/1/evidence/", window)
    assert taken.headers["Content-Disposition"].startswith('attachment; filename="evidence-I-1-')


@pytest.mark.parametrize("path", ["", "sessions/", "evidence/", "notices/", "notices/1/"])
def test_those_who_may_not_handle_incidents_see_and_change_nothing(path, breach, lakshmi, it_is_now):
    address = f"/staff/console/breaches/1/{path}"
    users = (None, lakshmi.asha.user, lakshmi.pooja.user, lakshmi.dev.user)
    assert [a_visitor(user).post(address, {"whose": "all"}).status_code for user in users] == [302, 404, 403, 403]

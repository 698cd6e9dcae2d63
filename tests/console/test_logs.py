"""Esha looks things up in the logs, sees what broke and who tries doors, and shuts an address out."""

import json
from datetime import timedelta

import pytest

from kirana.core.audit import AuditEntry
from kirana.ops.access import blocks, checks
from kirana.ops.errors import groups
from kirana.ops.logs.files import stamp
from tests.cast import NOW
from tests.ops.access.traffic import a_line, keep
from tests.storefront.visitors import a_visitor, nothing_is_written

pytestmark = pytest.mark.usefixtures("it_is_now")
MINUTE = timedelta(minutes=1)
ONE, OTHER = "9f0c61d2a5b74e38", "1111222233334444"


@pytest.fixture
def esha(lakshmi):
    return a_visitor(lakshmi.esha.user)


def said(folder, event, *, at=NOW - MINUTE, **facts):
    line = {"at": stamp(at), "level": "info", "logger": "kirana.flows", "event": event, **facts}
    with (folder / "app.log").open("a") as file:
        file.write(json.dumps(line) + "\n")


@pytest.fixture
def a_request(logs):
    """One request of Asha's with its job, and one of someone else."""
    keep(logs, [a_line(NOW - 2 * MINUTE, "49.36.0.1", "POST checkout", 302, request=ONE, path="/checkout/")])
    said(logs, "1 message was sent", request=ONE, job="kirana.notifications.tasks.send_messages")
    said(logs, "nothing to do with it", request=OTHER, level="error", exception="Traceback\nValueError: no rice")
    return logs


def page(esha, address):
    with nothing_is_written():
        answer = esha.get(f"/staff/console/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_a_request_to_everything_it_caused(esha, a_request):
    found = page(esha, f"logs/?request={ONE}")
    assert [text in found for text in ("/checkout/ → 302", "1 message was sent", "nothing to do with it")] == [
        True,
        True,
        False,
    ]
    assert "2 lines." in found


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("level=error", 1),
        ("text=MESSAGE", 1),
        ("path=/check", 1),
        ("window=15", 3),
        ("window=15&text=dal", 0),
        ("until=2026-03-02T08:00", 0),
    ],
)
def test_words_level_address_and_time_narrow_it(esha, a_request, asked, number):
    assert page(esha, f"logs/?{asked}").count('class="log-line ') == number


def test_nothing_is_read_before_something_is_asked(esha, a_request):
    assert 'class="log-line ' not in page(esha, "logs/")


def test_what_makes_no_sense_is_passed_over(esha, a_request):
    assert page(esha, "logs/?level=loud&window=x&until=yesterday").count('class="log-line ') == 3


# --- errors -----------------------------------------------------------------------------------------


def test_an_error_is_shown_with_its_traceback_and_mended(esha, lakshmi, a_request):
    groups.collect(at=NOW)
    row = groups.every()[0]
    assert "ValueError: no rice" in page(esha, "errors/")
    one = page(esha, f"errors/{row.fingerprint}/")
    assert f"?request={OTHER}" in one
    assert esha.post(f"/staff/console/errors/{row.fingerprint}/settled/").status_code == 302
    assert "ValueError" not in page(esha, "errors/")
    assert "ValueError" in page(esha, "errors/?state=settled")
    assert AuditEntry.objects.get(action="error.settle").by == str(lakshmi.esha.as_actor())


def test_an_error_that_never_was_is_not_found(esha):
    assert esha.get("/staff/console/errors/nothing/").status_code == 404


# --- visitors ---------------------------------------------------------------------------------------

BAD = "203.0.113.7"
FORM = {"network": BAD, "hours": "24", "why": "counts through orders"}


@pytest.fixture(autouse=True)
def the_list_is_read():
    blocks.kept.forget()
    yield
    blocks.kept.forget()


def test_who_tries_doors_is_named_and_shut_out_and_let_in_again(esha, logs):
    keep(logs, [a_line(NOW - MINUTE, BAD, "order", 404) for _ in range(25)])
    checks.reviewed(NOW)
    assert f'href="?address={BAD}#block"' in page(esha, "access/")
    assert f'value="{BAD}"' in page(esha, f"access/?address={BAD}")
    assert esha.post("/staff/console/access/blocks/", FORM).status_code == 302
    assert a_visitor(REMOTE_ADDR=BAD).get("/").status_code == 403
    row = blocks.AddressBlock.objects.get()
    assert (row.until, row.why) == (NOW + timedelta(days=1), "counts through orders")
    esha.post(f"/staff/console/access/blocks/{row.pk}/end/")
    assert a_visitor(REMOTE_ADDR=BAD).get("/").status_code == 200


@pytest.mark.parametrize("network", ["", "nowhere", "10.0.0.0/8", "127.0.0.1"])
def test_a_form_that_is_refused_keeps_what_was_typed(esha, network):
    answer = esha.post("/staff/console/access/blocks/", FORM | {"network": network})
    assert answer.status_code == 422
    assert 'value="counts through orders"' in answer.content.decode()
    assert (blocks.AddressBlock.objects.count(), AuditEntry.objects.filter(action="access.block").count()) == (0, 0)


def test_pooja_may_not_block_anyone(lakshmi):
    answer = a_visitor(lakshmi.pooja.user).post("/staff/console/access/blocks/", FORM)
    assert (answer.status_code, blocks.AddressBlock.objects.count()) == (403, 0)

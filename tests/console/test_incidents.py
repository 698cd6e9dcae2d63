"""Esha turns switches, declares an incident, works on it and writes down what was learned."""

from datetime import timedelta

import pytest

from kirana.ops import switches
from kirana.ops.incidents import selectors
from kirana.ops.incidents.models import Incident
from kirana.ops.switches import Switch
from tests.cast import NOW
from tests.storefront.pages import read
from tests.storefront.visitors import a_visitor, every_row

pytestmark = pytest.mark.usefixtures("it_is_now")
DECLARED = {
    "kind": "payments",
    "severity": "major",
    "title": "Cards fail",
    "began": "15",
    "message": "Cards are not working.",
    "message_hi": "कार्ड काम नहीं कर रहे।",
}


@pytest.fixture
def esha(lakshmi):
    return a_visitor(lakshmi.esha.user)


@pytest.fixture
def declared(esha) -> Incident:
    assert esha.post("/staff/console/incidents/declaration/", DECLARED).headers["Location"] == (
        "/staff/console/incidents/1/"
    )
    return selectors.by_number(number=1)


def test_a_switch_is_turned_on_and_off_on_its_page(esha):
    sent = {"lever": "pause_payment:cash_on_delivery", "why": "no change in the till", "minutes": "60", "turn": "on"}
    assert esha.post("/staff/console/switches/turn/", sent).status_code == 302
    assert switches.is_on(Switch.PAUSE_PAYMENT, "cash_on_delivery")
    assert "no change in the till" in esha.get("/staff/console/switches/").content.decode()
    esha.post("/staff/console/switches/turn/", {"lever": "pause_payment:cash_on_delivery", "turn": "off"})
    assert not switches.is_on(Switch.PAUSE_PAYMENT, "cash_on_delivery")


def test_without_a_reason_the_form_comes_back_open(esha):
    answer = esha.post("/staff/console/switches/turn/", {"lever": "maintenance:", "minutes": "60", "turn": "on"})
    assert answer.status_code == 422
    assert switches.turned_on() == []


def test_a_switch_that_never_was_is_not_found(esha):
    assert esha.post("/staff/console/switches/turn/", {"lever": "gravity:", "turn": "on"}).status_code == 404


def test_the_shop_says_what_the_public_is_told_in_its_language(declared, lakshmi):
    assert "Cards are not working." in a_visitor().get("/").content.decode()
    assert "कार्ड काम नहीं कर रहे।" in a_visitor().get("/hi/").content.decode()
    a_visitor(lakshmi.esha.user).post("/staff/console/incidents/1/state/", {"move": "resolve", "why": "it works"})
    assert "Cards are not working." not in a_visitor().get("/").content.decode()


def test_a_declaration_says_when_it_may_be_over(esha):
    esha.post("/staff/console/incidents/declaration/", DECLARED | {"minutes": "30"})
    assert selectors.by_number(number=1).eta == NOW + timedelta(minutes=30)
    assert "9:30" in a_visitor().get("/").content.decode()


def test_a_declaration_that_lacks_its_title_comes_back_as_typed(esha):
    answer = esha.post("/staff/console/incidents/declaration/", DECLARED | {"title": ""})
    assert answer.status_code == 422
    assert read(answer).form("/staff/console/incidents/declaration/")["message"] == "Cards are not working."
    assert Incident.objects.count() == 0


def test_an_incident_is_worked_on_to_its_end(declared, esha):
    at = "/staff/console/incidents/1"
    esha.post(f"{at}/steps/", {"step": "pause"})
    esha.post(f"{at}/notes/", {"text": "The gateway says 503."})
    esha.post(f"{at}/update/", {"message": "Cards soon.", "message_hi": "", "minutes": "30"})
    esha.post(f"{at}/state/", {"move": "resolve"})
    assert esha.post(f"{at}/state/", {"move": "review"}).status_code == 409
    draft = read(esha.get(f"{at}/postmortem/")).form()["text"]
    assert "The gateway says 503." in draft
    assert esha.post(f"{at}/postmortem/", {"text": draft + "\nWe learned."}).status_code == 302
    esha.post(f"{at}/state/", {"move": "review"})
    found = selectors.by_number(number=1)
    assert (found.state, found.began_at < NOW) == ("reviewed", True)
    page = esha.get(f"{at}/").content.decode()
    assert [each in page for each in ("The gateway says 503.", "Cards soon.", "Pause that way to pay")] == [True] * 3


@pytest.mark.parametrize("path", ["turn/", "declaration/"])
def test_those_who_may_not_handle_incidents_change_nothing(path, lakshmi):
    address = f"/staff/console/switches/{path}" if path == "turn/" else f"/staff/console/incidents/{path}"
    sent = DECLARED | {"lever": "maintenance:", "why": "no", "turn": "on"}
    before = every_row()
    answers = [
        a_visitor(user).post(address, sent).status_code
        for user in (None, lakshmi.asha.user, lakshmi.pooja.user, lakshmi.dev.user)
    ]
    assert answers == [302, 404, 403, 403]
    assert every_row() == before


@pytest.mark.parametrize("path", ["1/state/", "1/update/", "1/notes/", "1/steps/", "1/postmortem/"])
def test_nor_do_they_work_on_one(path, declared, lakshmi):
    before = every_row()
    sent = {"move": "resolve", "text": "x", "message": "x", "step": "pause"}
    users = (None, lakshmi.asha.user, lakshmi.pooja.user, lakshmi.dev.user)
    answers = [a_visitor(user).post(f"/staff/console/incidents/{path}", sent).status_code for user in users]
    assert answers == [302, 404, 403, 403]
    assert every_row() == before


def test_a_list_of_many_asks_as_often_as_a_list_of_one(declared, esha, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert esha.get("/staff/console/incidents/").status_code == 200

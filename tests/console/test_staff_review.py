"""Esha looks through who works here, and ends the place of who has left."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from kirana.accounts import second_factor
from kirana.accounts import services as accounts
from kirana.accounts.models import StaffMember, User
from kirana.accounts.roles import Role
from kirana.accounts.services import LastOwner, OwnPlace
from kirana.core.audit import AuditEntry
from tests.cast import BY, NOW, PASSWORD
from tests.storefront.test_second_factor import set_up
from tests.storefront.visitors import a_visitor, every_row

pytestmark = pytest.mark.usefixtures("it_is_now")
PAGE = "/staff/console/staff/"


@pytest.fixture
def esha(lakshmi):
    return a_visitor(lakshmi.esha.user)


def test_the_page_says_who_is_here_and_how_their_sign_in_is_guarded(lakshmi, esha):
    User.objects.filter(pk=lakshmi.dev.user_id).update(password_set_at=NOW - timedelta(days=400))
    page = esha.get(PAGE).content.decode()
    wanted = ("Chitra Rao", "Pooja Nair", "Dev Kumar", "400 days old", "Holds keys behind a password alone", "26 of 26")
    assert [each for each in wanted if each not in page] == []


def test_poojas_place_ends_and_she_is_out_at_once(lakshmi, esha):
    pooja = a_visitor(lakshmi.pooja.user)
    assert pooja.get("/staff/").status_code == 200
    answer = esha.post(f"{PAGE}{lakshmi.pooja.pk}/", {"verb": "end", "why": "left the shop"})
    assert answer.headers["Location"] == PAGE
    assert StaffMember.objects.get(pk=lakshmi.pooja.pk).is_active is False
    assert pooja.get("/staff/").headers["Location"].startswith("/account/login/")
    assert a_visitor(lakshmi.pooja.user).get("/staff/").status_code == 404
    entry = AuditEntry.objects.get(action="staff.end")
    assert (entry.subject, entry.by, entry.detail["why"]) == (
        f"user:{lakshmi.pooja.user_id}",
        str(lakshmi.esha.as_actor()),
        "left the shop",
    )


def test_without_a_reason_nothing_happens_and_the_form_comes_back_open(lakshmi, esha):
    before = every_row()
    assert esha.post(f"{PAGE}{lakshmi.pooja.pk}/", {"verb": "end", "why": " "}).status_code == 422
    assert every_row() == before


def test_nobody_ends_their_own_place_nor_that_of_the_last_owner(lakshmi):
    esha = lakshmi.esha.as_actor()
    for place, refusal in ((lakshmi.esha, OwnPlace), (lakshmi.chitra, LastOwner)):
        before = every_row()
        with pytest.raises(refusal):
            accounts.end_place(place=place, by=esha, at=NOW, why="no")
        assert every_row() == before


def test_with_a_second_owner_the_first_may_go_once(lakshmi):
    accounts.employ(
        store=lakshmi.store, email="ravi@lakshmi.example", name="Ravi", role=Role.OWNER, password=None, by=BY, at=NOW
    )
    session = a_visitor(lakshmi.chitra.user).session.session_key
    assert accounts.end_place(place=lakshmi.chitra, by=BY, at=NOW, why="sold the shop") == 1
    assert not Session.objects.filter(pk=session).exists()
    assert accounts.end_place(place=lakshmi.chitra, by=BY, at=NOW, why="again") == 0
    assert AuditEntry.objects.filter(action="staff.end").count() == 1


def test_devs_phone_is_lost_and_esha_takes_his_second_factor_off(lakshmi, esha):
    set_up(a_visitor(lakshmi.dev.user))
    esha.post(f"{PAGE}{lakshmi.dev.pk}/", {"verb": "take_off", "why": "the phone fell into the well"})
    assert not second_factor.has_one(user_id=lakshmi.dev.user_id)
    assert AuditEntry.objects.get(action="second_factor.taken_off").detail["why"] == "the phone fell into the well"


def test_signing_someone_out_leaves_who_presses_in(lakshmi, esha):
    other = a_visitor(lakshmi.esha.user)
    esha.post(f"{PAGE}{lakshmi.esha.pk}/", {"verb": "sign_out", "why": "left signed in at the counter"})
    assert (esha.get(PAGE).status_code, other.get(PAGE).status_code) == (200, 302)


def test_a_password_that_was_changed_is_new(lakshmi, esha):
    fresh = {"oldpassword": PASSWORD, "password1": "two-tins-of-jaggery", "password2": "two-tins-of-jaggery"}
    User.objects.filter(pk=lakshmi.esha.user_id).update(password_set_at=None)
    esha.post("/account/password/change/", fresh)
    changed = User.objects.get(pk=lakshmi.esha.user_id)
    assert (changed.password_set_at, changed.check_password("two-tins-of-jaggery")) == (NOW, True)


@pytest.mark.parametrize("verb", ["end", "sign_out", "take_off", "promote"])
def test_those_who_may_not_change_nothing(verb, lakshmi, esha):
    before, path = every_row(), f"{PAGE}{lakshmi.dev.pk}/"
    users = (None, lakshmi.asha.user, lakshmi.pooja.user, lakshmi.dev.user)
    assert [a_visitor(user).post(path, {"verb": verb, "why": "no"}).status_code for user in users] == [
        302,
        404,
        403,
        403,
    ]
    assert esha.post(path, {"verb": "promote", "why": "no"}).status_code == 404
    assert every_row() == before


def test_many_places_are_read_as_often_as_few(lakshmi, esha, django_assert_max_num_queries):
    for number in range(30):
        accounts.employ(
            store=lakshmi.store,
            email=f"r{number}@x.example",
            name=f"R {number}",
            role=Role.RIDER,
            password=None,
            by=BY,
            at=NOW,
        )
    with django_assert_max_num_queries(14):
        assert esha.get(PAGE).status_code == 200

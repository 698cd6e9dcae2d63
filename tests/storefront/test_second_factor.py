"""Esha's password is not enough: a code from the app on her phone, or one of those that she wrote down."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY

from kirana.accounts import checks, second_factor
from kirana.accounts.models import User
from kirana.core.audit import AuditEntry
from kirana.ops.checks import Verdict
from tests.cast import NOW, PASSWORD, Lakshmi
from tests.storefront.visitors import a_visitor, every_row

pytestmark = pytest.mark.usefixtures("it_is_now")
AT = "/account/2fa"


def the_code(secret: str, *, steps_later: int = 0) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_later))


def sign_in(browser, user: User):
    return browser.post("/account/login/", {"login": user.email, "password": PASSWORD})


def set_up(browser) -> tuple[str, list[str]]:
    """The secret in the app, and the codes for a lost phone."""
    asked = browser.get(f"{AT}/app/")
    assert browser.post(asked["Location"], {"password": PASSWORD}).headers["Location"] == f"{AT}/app/"
    secret = the_secret(browser)
    assert browser.post(f"{AT}/app/", {"code": the_code(secret)}).headers["Location"] == f"{AT}/codes/"
    return secret, the_codes(browser)


def the_secret(browser) -> str:
    """As the page writes it, for an app that cannot read the square."""
    found = re.search(r'class="secret"><code>([A-Z2-7 ]+)</code>', browser.get(f"{AT}/app/").content.decode())
    assert found
    return found[1].replace(" ", "")


def the_codes(browser) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code>", browser.get(f"{AT}/codes/").content.decode())


def is_in(browser) -> bool:
    return SESSION_KEY in browser.session


@pytest.fixture
def esha(lakshmi: Lakshmi) -> User:
    return lakshmi.esha.user


@pytest.fixture
def hers(esha) -> tuple[str, list[str]]:
    return set_up(a_visitor(esha))


def test_the_password_alone_lets_esha_in_no_more(esha, hers):
    secret, _codes = hers
    browser = a_visitor()
    assert sign_in(browser, esha).headers["Location"] == f"{AT}/authenticate/"
    assert not is_in(browser)
    assert browser.get("/staff/console/").status_code == 302
    answer = browser.post(f"{AT}/authenticate/", {"code": the_code(secret, steps_later=1)})
    assert (answer.headers["Location"], is_in(browser)) == ("/staff/", True)


def test_a_wrong_code_is_refused_with_a_sentence_in_her_language(esha, hers):
    browser = a_visitor()
    sign_in(browser, esha)
    page = browser.post(f"/hi{AT}/authenticate/", {"code": "000000"}).content.decode()
    assert ("यह कोड सही नहीं है" in page, is_in(browser)) == (True, False)


def test_a_code_that_was_used_is_not_taken_again(esha, hers):
    secret, _codes = hers
    code = the_code(secret, steps_later=1)
    first, second = a_visitor(), a_visitor()
    for browser in (first, second):
        sign_in(browser, esha)
        browser.post(f"{AT}/authenticate/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_without_her_phone_a_code_from_the_paper_lets_her_in_once(esha, hers):
    _secret, codes = hers
    assert len(codes) == 10
    first, second = a_visitor(), a_visitor()
    for browser in (first, second):
        sign_in(browser, esha)
        browser.post(f"{AT}/authenticate/", {"code": codes[0]})
    assert (is_in(first), is_in(second)) == (True, False)


def test_setting_it_up_asks_for_the_password_and_stands_in_the_log(esha, hers):
    entries = AuditEntry.objects.filter(action__startswith="second_factor.")
    assert [(one.action, one.subject) for one in entries] == [("second_factor.set_up", f"user:{esha.pk}")]


def test_a_first_code_that_is_wrong_turns_nothing_on(esha):
    browser = a_visitor(esha)
    browser.post(browser.get(f"{AT}/app/")["Location"], {"password": PASSWORD})
    browser.get(f"{AT}/app/")
    assert browser.post(f"{AT}/app/", {"code": "000000"}).status_code == 200
    assert not second_factor.has_one(user_id=esha.pk)


def test_she_takes_it_off_again_while_it_is_only_advised(esha, hers):
    browser = a_visitor(esha)
    browser.post(browser.get(f"{AT}/app/off/")["Location"], {"password": PASSWORD})
    assert browser.post(f"{AT}/app/off/").headers["Location"] == f"{AT}/"
    assert not second_factor.has_one(user_id=esha.pk)
    assert AuditEntry.objects.filter(action="second_factor.taken_off").count() == 1


def test_new_codes_void_the_old_ones(esha, hers):
    browser = a_visitor(esha)
    browser.post(browser.get(f"{AT}/codes/new/")["Location"], {"password": PASSWORD})
    browser.post(f"{AT}/codes/new/")
    fresh = the_codes(browser)
    assert (len(fresh), set(fresh) & set(hers[1])) == (10, set())
    assert browser.get(f"{AT}/codes/codes.txt").content.decode().split() == fresh


@pytest.mark.parametrize("path", ["/staff/", "/staff/console/", "/staff/console/secrets/", "/staff/catalogue/"])
def test_where_it_is_required_nothing_opens_for_chitra_before_it_is_set_up(path, lakshmi, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    chitra = a_visitor(lakshmi.chitra.user)
    assert chitra.get(path).headers["Location"] == f"{AT}/"
    assert "Nothing else opens before it is done" in chitra.get(f"{AT}/").content.decode()
    set_up(chitra)
    assert chitra.get(path).status_code == 200


def test_where_it_is_required_nothing_is_pressed_either(lakshmi, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    before = every_row()
    sent = {"lever": "maintenance:", "why": "no", "turn": "on"}
    assert a_visitor(lakshmi.esha.user).post("/staff/console/switches/turn/", sent).headers["Location"] == f"{AT}/"
    assert every_row() == before


def test_what_is_required_is_not_taken_off(esha, hers, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    browser = a_visitor(esha)
    browser.post(browser.get(f"{AT}/app/off/")["Location"], {"password": PASSWORD})
    assert "it cannot be taken off" in browser.post(f"{AT}/app/off/").content.decode()
    assert second_factor.has_one(user_id=esha.pk)


def test_it_is_not_asked_of_asha_who_shops(lakshmi, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    assert a_visitor(lakshmi.asha.user).get("/orders/").status_code == 200


def test_the_page_of_the_code_belongs_to_whoever_gave_the_password(lakshmi, hers):
    assert a_visitor(lakshmi.bilal.user).get(f"{AT}/codes/").status_code == 404
    assert a_visitor().get(f"{AT}/authenticate/").headers["Location"] == "/account/login/"


def test_the_check_names_who_holds_keys_behind_a_password_alone(lakshmi, settings):
    answer = checks.second_factors(NOW)
    assert (answer.verdict, answer.message) == (Verdict.WATCH, "Without a second factor: Chitra Rao, Esha Menon.")
    settings.STAFF_SECOND_FACTOR = "required"
    assert checks.second_factors(NOW).verdict is Verdict.ACT
    settings.DEMO = True
    assert checks.second_factors(NOW).verdict is Verdict.NOT_CONNECTED


def test_the_check_is_good_when_all_of_them_have_one(lakshmi):
    for place in (lakshmi.esha, lakshmi.chitra):
        set_up(a_visitor(place.user))
    answer = checks.second_factors(NOW)
    assert (answer.verdict, [str(one.value) for one in answer.figures]) == (Verdict.GOOD, ["2", "2", "no"])

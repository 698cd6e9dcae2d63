"""Payments, refunds and gateways' messages belong to one shop, and are pressed from its own pages."""

import pytest

from kirana.accounts.roles import Role
from kirana.stores import services as stores
from tests.backoffice.paid import PAID_SCREENS, failed_refund, paid
from tests.cast import BY, NOW, hire
from tests.storefront.visitors import a_visitor, nothing_is_written

ABOUT_ONE = [screen for screen in PAID_SCREENS if screen.parts]


def the_owner_of_another_shop():
    """Meena of Ganesh Stores."""
    facts = dict.fromkeys(("name", "legal_name", "address", "city", "grievance_officer"), "Ganesh")
    facts |= dict.fromkeys(("phone", "grievance_phone"), "+918040012399")
    facts |= dict.fromkeys(("email", "grievance_email"), "ganesh@example.com")
    shop = stores.open_store(slug="ganesh", by=BY, at=NOW, state_code="29", pincode="560001", **facts)
    return hire(shop, "Meena Ganesh", Role.OWNER).user


@pytest.mark.parametrize("screen", ABOUT_ONE, ids=str)
def test_the_owner_of_another_shop_finds_nothing_of_this_one(floor, screen):
    address, browser = screen.address(floor), a_visitor(the_owner_of_another_shop())
    with nothing_is_written():
        assert getattr(browser, screen.method)(address, screen.sent(floor)).status_code == 404


def test_another_shops_list_has_none_of_our_payments(floor):
    number = paid(floor).reference
    assert number in a_visitor(floor.lakshmi.chitra.user).get("/staff/money/payments/").content.decode()
    assert number not in a_visitor(the_owner_of_another_shop()).get("/staff/money/payments/").content.decode()


@pytest.mark.parametrize("screen", [screen for screen in PAID_SCREENS if screen.method == "post"], ids=str)
def test_another_site_presses_nothing_with_chitras_cookies(floor, screen):
    browser = a_visitor(floor.lakshmi.chitra.user, enforce_csrf_checks=True)
    address = screen.address(floor)
    with nothing_is_written():
        assert browser.post(address, screen.sent(floor)).status_code == 403


def test_a_refund_that_is_refused_comes_back_as_it_was_typed(floor):
    address = PAID_SCREENS[2].address(floor)
    answer = a_visitor(floor.lakshmi.chitra.user).post(address, {"key": "k", "amount": "571", "why": "a torn bag"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only ₹570 of it is left to give back." in page
    assert 'value="571"' in page
    assert 'value="a torn bag"' in page


def test_cash_that_the_till_does_not_hold_is_refused_and_what_was_typed_stays(floor):
    refund = failed_refund(floor)
    with nothing_is_written():
        answer = a_visitor(floor.lakshmi.chitra.user).post(
            f"/staff/money/refunds/{refund.pk}/in_cash/", {"why": "Asha came by"}
        )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "There is ₹0 in the till." in page
    assert 'value="Asha came by"' in page


def test_what_goes_back_for_a_thing_is_asked_in_rupees_and_the_answer_says_how_much_it_was(floor):
    address, browser = PAID_SCREENS[2].address(floor), a_visitor(floor.lakshmi.chitra.user)
    page = browser.get(address).content.decode()
    line = floor.orders["paid"].lines.get()
    assert f">{line.name} ₹</label>" in page
    assert "of ₹570" in page
    sent = {"key": "k", "amount": "", "why": "a torn bag", f"line_{line.pk}": "12.50", "step": "sure"}
    assert "₹12.50 goes back to the customer." in browser.post(address, sent, follow=True).content.decode()

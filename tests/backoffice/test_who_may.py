"""Who may open and press what, for everyone and every screen, as the table in `kirana.accounts.roles` says."""

import pytest
from django.db import transaction
from django.urls import reverse

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission, Role
from kirana.backoffice import urls
from kirana.invoicing import selectors as documents
from kirana.orders.states import OrderState
from kirana.stores import services as stores
from tests.accounts.test_roles import MAY
from tests.backoffice.content_screens import CONTENT_SCREENS
from tests.backoffice.every_screen import SCREENS
from tests.backoffice.paid import PAID_SCREENS
from tests.backoffice.support_screens import SUPPORT_SCREENS
from tests.cast import BY, NOW, hire
from tests.storefront.visitors import a_visitor, every_row, nothing_is_written

NAMES = {pattern.name: pattern.callback for pattern in urls.urlpatterns}
STAFF = tuple(Role.values)
EVERY = (*SCREENS, *PAID_SCREENS, *CONTENT_SCREENS, *SUPPORT_SCREENS)
OWN = (
    "staff_export",
    "staff_gstr1",
    "staff_insight_file",
    "staff_season_passing",
)  # everyone's is that of their own shop

# `tests/accounts/test_roles.py` has the table once more, in words, so that a letter that slips in the code is seen.
WHO = {permission: {role for role, granted in MAY.items() if permission in granted} for permission in Permission}


def expected(who: str, screen) -> int:
    """Nobody is asked to sign in, a shopper finds nothing, staff without the permission are refused."""
    if who == "nobody":
        return 302
    if who not in STAFF:
        return 404
    return screen.answer if who in WHO[screen.needs] else 403


def test_every_address_of_the_back_office_is_tried():
    assert {screen.name for screen in EVERY} == set(NAMES)


def test_every_address_names_a_permission_and_the_screens_here_name_the_same():
    first = {}
    for screen in EVERY:
        first.setdefault(screen.name, screen.needs)
    assert {name: view.permission for name, view in NAMES.items()} == first


@pytest.mark.parametrize("screen", EVERY, ids=str)
def test_everyone_gets_what_the_table_gives_them(screen, floor):
    """And nobody else: a refusal and a look write nothing; what is pressed by who may, does something."""
    address, before = screen.address(floor), every_row()
    answers, moved = {}, set()
    for name, who in floor.people().items():
        with transaction.atomic():
            answers[name] = getattr(a_visitor(who), screen.method)(address, screen.sent(floor)).status_code
            if every_row() != before:
                moved.add(name)
            transaction.set_rollback(True)
    assert answers == {name: expected(name, screen) for name in answers}
    assert moved == (WHO[screen.needs] if screen.method == "post" else set())


def test_another_site_presses_nothing_with_chitras_cookies(floor):
    browser = a_visitor(floor.lakshmi.chitra.user, enforce_csrf_checks=True)
    posts = [screen for screen in EVERY if screen.method == "post"]
    assert len(posts) == 67
    addresses = {str(one): one.address(floor) for one in posts}
    with nothing_is_written():
        answers = {str(one): browser.post(addresses[str(one)], one.sent(floor)).status_code for one in posts}
    assert answers == dict.fromkeys(map(str, posts), 403)


def test_nobody_is_led_to_signing_in_and_back(floor):
    answer = a_visitor().get("/staff/catalogue/?q=atta")
    assert answer.headers["Location"] == "/account/login/?next=/staff/catalogue/%3Fq%3Datta"


def test_a_shopper_is_not_told_that_there_is_a_back_office(floor):
    """Asha reads the same as at an order that never was."""
    answer = a_visitor(floor.lakshmi.asha.user).get(f"/staff/orders/{floor.order('placed').number}/")
    assert "We could not find that" in answer.content.decode()


@pytest.mark.parametrize("what", ["place", "account"])
def test_pooja_left_the_shop_and_her_open_tab_is_of_no_use(what, floor):
    browser = a_visitor(floor.lakshmi.pooja.user)
    assert browser.get("/staff/").status_code == 200
    place = StaffMember.objects.get(pk=floor.lakshmi.pooja.pk)
    subject = place if what == "place" else place.user
    subject.is_active = False
    subject.save(update_fields=["is_active"])
    assert browser.get("/staff/").status_code == (404 if what == "place" else 302)


# --- the rider's own orders -------------------------------------------------------------------------


@pytest.fixture
def another_rider(floor):
    return hire(floor.lakshmi.store, "Ravi Shetty", Role.RIDER)


@pytest.mark.parametrize(
    ("name", "method", "data"),
    [
        ("staff_delivery", "get", {}),
        ("staff_delivery", "post", {"taken": "608"}),
        ("staff_return", "post", {"why": "nobody"}),
        ("staff_order", "get", {}),
        ("staff_document", "get", {}),
        ("staff_document_pdf", "get", {}),
    ],
    ids=["door", "delivered", "brought back", "order", "invoice", "invoice as PDF"],
)
def test_ravi_finds_nothing_of_an_order_that_dev_brings(name, method, data, floor, another_rider):
    order = floor.order("out").number
    more = {"document": documents.documents_of(reference=order)[0].number} if "document" in name else {}
    address = reverse(name, kwargs={"number": order, **more})
    with nothing_is_written():
        answer = getattr(a_visitor(another_rider.user), method)(address, data)
    assert answer.status_code == 404


@pytest.mark.parametrize("state", ["placed", "accepted", "picking", "packed"])
def test_a_rider_finds_no_order_that_is_still_in_the_shop(state, floor):
    dev = a_visitor(floor.lakshmi.dev.user)
    number = floor.order(state).number
    assert dev.get(f"/staff/orders/{number}/delivery/").status_code == 404
    assert dev.get(f"/staff/orders/{number}/").status_code == 404


def test_a_riders_board_and_list_have_only_what_they_bring(floor, another_rider):
    numbers = {state: floor.order(state).number for state in ("placed", "accepted", "picking", "packed", "out")}
    for path in ("/staff/", "/staff/orders/"):
        of_dev = a_visitor(floor.lakshmi.dev.user).get(path).content.decode()
        of_ravi = a_visitor(another_rider.user).get(path).content.decode()
        assert [name for name, number in numbers.items() if number in of_dev] == [OrderState.OUT]
        assert [name for name, number in numbers.items() if number in of_ravi] == []


# --- another shop -----------------------------------------------------------------------------------


def test_the_owner_of_another_shop_finds_nothing_of_this_one(floor):
    facts = {
        "name": "Ganesh Stores",
        "legal_name": "Ganesh",
        "address": "1, MG Road",
        "city": "Bengaluru",
        "state_code": "29",
        "pincode": "560001",
        "phone": "+918040012399",
        "email": "ganesh@example.com",
        "grievance_officer": "Ganesh",
        "grievance_phone": "+918040012399",
        "grievance_email": "ganesh@example.com",
    }
    ganesh = stores.open_store(slug="ganesh-stores", by=BY, at=NOW, **facts)
    meena = hire(ganesh, "Meena Ganesh", Role.OWNER)
    about_one = [screen for screen in EVERY if screen.order or (screen.parts and screen.name not in OWN)]
    assert len(about_one) == 64
    addresses = {str(one): one.address(floor) for one in about_one}
    browser = a_visitor(meena.user)
    with nothing_is_written():
        answers = {
            str(one): getattr(browser, one.method)(addresses[str(one)], one.sent(floor)).status_code
            for one in about_one
        }
        closing = browser.post("/staff/delivery/windows/", {"close": floor.lakshmi.store.windows.first().pk})
    assert answers == dict.fromkeys(map(str, about_one), 404)
    assert closing.status_code == 404

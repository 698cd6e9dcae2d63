"""Asha tells the shop what is not right, keeps what she typed on an error, and follows her request; Bilal finds none."""

import pytest

from kirana.notifications.tasks import send_messages
from kirana.support.models import Ticket
from tests.cast import a_picture
from tests.storefront.visitors import a_visitor, nothing_is_written
from tests.support.asked import a_ticket

pytestmark = pytest.mark.usefixtures("it_is_now")

ASKED = {"about": "bad", "text": "One egg of six was broken.", "key": "a-press"}
WHO = {"name": "Asha Iyer", "phone": "98450 11001", "email": "asha@example.com"}


def test_a_problem_with_an_order_is_told_from_its_page_with_a_photo(lakshmi):
    order = lakshmi.a_placed_order(of=lakshmi.asha, atta=2)
    browser = a_visitor()
    assert f"/orders/{order.token}/problem/" in browser.get(f"/orders/{order.token}/").content.decode()
    photo = a_picture(width=300, height=200)
    answer = browser.post(f"/orders/{order.token}/problem/", ASKED | {"photo": photo})
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/help/{ticket.token}/"
    assert (ticket.order_number, ticket.customer_id, ticket.phone) == (order.number, lakshmi.asha.pk, order.phone)
    assert ticket.picture.startswith("requests/")
    page = browser.get(f"/help/{ticket.token}/").content.decode()
    assert ticket.number in page
    assert "One egg of six was broken." in page
    assert "Meera Rao" in page


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"about": ""}, "Choose what it is about."),
        ({"text": ""}, "Please fill this in."),
        ({"phone": "", "email": ""}, "A phone number or an e-mail, so that we can answer."),
        ({"phone": "12"}, "Write a phone number"),
    ],
    ids=["about nothing", "no words", "no way to answer", "half a number"],
)
def test_what_was_typed_comes_back(lakshmi, changes, wrong):
    with nothing_is_written():
        answer = a_visitor().post("/help/", ASKED | WHO | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert wrong in page
    assert 'value="Asha Iyer"' in page


def test_a_guest_asks_from_the_help_page_and_writes_back(lakshmi, mailoutbox):
    browser = a_visitor()
    address = browser.post("/help/", ASKED | WHO).headers["Location"]
    assert browser.post("/help/", ASKED | WHO).headers["Location"] == address
    assert browser.post(address, {"text": "Two were."}).status_code == 302
    assert Ticket.objects.get().messages.count() == 2
    send_messages()
    assert [mail.subject for mail in mailoutbox] == [f"We have your request {Ticket.objects.get().number}"]
    assert address in mailoutbox[0].body
    assert "See your request" in mailoutbox[0].alternatives[0][0]


def test_bilal_cannot_guess_ashas_request(lakshmi):
    ticket = a_ticket(lakshmi)
    bilal = a_visitor(lakshmi.bilal.user)
    for guess in (ticket.number, str(ticket.pk), ticket.token[:-1], ticket.token.swapcase()):
        with nothing_is_written():
            assert bilal.get(f"/help/{guess}/").status_code == 404
            assert bilal.post(f"/help/{guess}/", {"text": "mine"}).status_code == 404

"""The shopper's invoice: it opens to who has the order's secret, and to nobody else."""

import pytest

from kirana.invoicing.models import Buyer, Document
from kirana.orders.states import OrderState
from tests.invoicing.registered import BUSINESS, register
from tests.storefront.visitors import a_visitor, nothing_is_written

pytestmark = pytest.mark.usefixtures("it_is_now")


@pytest.fixture
def order(lakshmi):
    """Asha's, on its way."""
    return lakshmi.take_to(register(lakshmi).a_placed_order(of=lakshmi.asha, atta=2), OrderState.OUT)


def test_asha_downloads_her_invoice_from_the_page_of_her_order(order):
    number = Document.objects.get().number
    page = a_visitor().get(f"/orders/{order.token}/").content.decode()
    address = f"/orders/{order.token}/documents/{number}"
    assert f"{address}.pdf" in page
    answer = a_visitor().get(f"{address}.pdf")
    assert (answer.status_code, answer.headers["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "Asha Iyer" in a_visitor().get(f"{address}/").content.decode()


def test_bilal_reaches_it_neither_with_his_own_secret_nor_with_a_guess(lakshmi, order):
    number = Document.objects.get().number
    his = lakshmi.a_placed_order(of=lakshmi.bilal, atta=1)
    bilal = a_visitor(lakshmi.bilal.user)
    for token in (his.token, order.number, order.token[:-1]):
        for end in ("/", ".pdf"):
            answer = bilal.get(f"/orders/{token}/documents/{number}{end}")
            assert answer.status_code == 404
            assert "Asha" not in answer.content.decode()
    with nothing_is_written():
        assert bilal.post(f"/orders/{order.number}/buyer/", {"gstin": BUSINESS, "name": "B"}).status_code == 404


def test_before_it_leaves_it_can_be_billed_to_a_business(lakshmi):
    order = register(lakshmi).a_placed_order(of=lakshmi.asha, atta=2)
    address = f"/orders/{order.token}/buyer/"
    with nothing_is_written():
        answer = a_visitor().post(address, {"gstin": "27AAPFU0939F1ZX", "name": "Iyer Caterers"})
    assert answer.status_code == 422
    for said in ("27AAPFU0939F1ZX", "Iyer Caterers", "is not a GSTIN"):
        assert said in answer.content.decode()
    assert a_visitor().post(address, {"gstin": BUSINESS, "name": "Iyer Caterers"}).status_code == 302
    assert Buyer.objects.get().reference == order.number


def test_afterwards_it_cannot(order):
    with nothing_is_written():
        answer = a_visitor().post(f"/orders/{order.token}/buyer/", {"gstin": BUSINESS, "name": "Iyer Caterers"})
    assert answer.status_code == 409

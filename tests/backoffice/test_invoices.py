"""The screens of invoices: what Chitra sees of them, and that nothing she typed is lost."""

import json

import pytest

from kirana.invoicing.models import AddedRate, Buyer, Document
from kirana.orders.states import OrderState
from tests.backoffice.invoice_screens import A_RATE, BUYER
from tests.invoicing.registered import GSTIN, an_invoice, register
from tests.storefront.pages import read
from tests.storefront.visitors import a_visitor, nothing_is_written


@pytest.fixture
def chitra(floor):
    return a_visitor(floor.lakshmi.chitra.user)


def test_the_list_finds_by_month_kind_and_text(floor, chitra):
    invoice = an_invoice(register(floor.lakshmi), atta=1)
    bill = an_invoice(floor.lakshmi, milk=3)
    for query, found in {
        "": [invoice, bill],
        "?month=2026-03&kind=bill_of_supply": [bill],
        f"?q={invoice.reference}": [invoice],
        "?month=2026-02": [],
        "?month=rubbish&kind=rubbish": [invoice, bill],
    }.items():
        page = chitra.get(f"/staff/invoices/{query}").content.decode()
        assert [one for one in (invoice, bill) if one.number in page] == found, query


def test_the_return_is_downloaded_for_the_month(floor, chitra):
    an_invoice(register(floor.lakshmi), atta=1)
    answer = chitra.get("/staff/invoices/return/gstr1.json?month=2026-03")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="GSTR1-2026-03.json"'
    assert json.loads(answer.content)["gstin"] == GSTIN
    table = chitra.get("/staff/invoices/return/gstr1.csv?month=2026-03").content.decode()
    assert table.startswith("section,document,date")
    assert chitra.get("/staff/invoices/return/gstr1.pdf").status_code == 404


def test_products_without_a_rate_are_listed_with_the_reason(floor, chitra):
    page = chitra.get("/staff/invoices/rates/").content.decode()
    assert "Toned Milk" in page
    assert "This has no HSN, so its GST rate is not known." in page


def test_a_rate_is_found_by_its_heading_and_by_its_goods(chitra):
    for query in ("19059040", "pappad"):
        assert "Pappad" in chitra.get(f"/staff/invoices/rates/?q={query}").content.decode()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"hsn": "DAL"}, "hsn"),
        ({"percent": "101"}, "percent"),
        ({"source": ""}, "source"),
        ({"effective_from": "soon"}, "effective_from"),
        ({"effective_to": "2026-01-01"}, "effective_to"),
    ],
)
def test_a_rate_that_cannot_be_added_comes_back_as_it_was_typed(chitra, changes, wrong):
    typed = A_RATE | changes
    with nothing_is_written():
        answer = chitra.post("/staff/invoices/rates/new/", typed)
    page = read(answer)
    assert answer.status_code == 422
    assert f"#id_{wrong}" in page.links
    form = next(form for form in page.forms if "percent" in form.values)
    assert {name: form[name] for name in A_RATE} == typed


def test_a_rate_that_was_added_is_used_from_its_day(floor, chitra):
    assert chitra.post("/staff/invoices/rates/new/", A_RATE).status_code == 302
    added = AddedRate.objects.get()
    assert (added.hsn, added.rate_bp, added.effective_to) == ("8703", 4000, None)
    assert chitra.post("/staff/invoices/rates/new/", A_RATE).status_code == 422
    assert AddedRate.objects.count() == 1


def test_the_gstin_is_kept_when_it_is_one(floor, chitra):
    with nothing_is_written():
        answer = chitra.post("/staff/invoices/rates/shop/", {"gstin": "29AAGPR4821K1ZX"})
    assert answer.status_code == 422
    assert "29AAGPR4821K1ZX" in answer.content.decode()
    assert chitra.post("/staff/invoices/rates/shop/", {"gstin": GSTIN, "is_composition": "on"}).status_code == 302
    floor.lakshmi.store.refresh_from_db()
    assert (floor.lakshmi.store.gstin, floor.lakshmi.store.tax_scheme) == (GSTIN, "composition")


def test_a_parcel_without_a_rate_is_refused_in_a_sentence(floor):
    register(floor.lakshmi)
    floor.lakshmi["atta"].product.__class__.objects.filter(code="atta").update(hsn="3401")
    order = floor.order("packed")
    pooja = a_visitor(floor.lakshmi.pooja.user)
    with nothing_is_written():
        answer = pooja.post(f"/staff/orders/{order.number}/handover/", {"rider": floor.lakshmi.dev.user_id})
    assert answer.status_code == 422
    assert "Dharti Chakki Fresh Atta (3401)" in answer.content.decode()


def test_a_buyer_is_kept_and_a_wrong_gstin_comes_back(floor, chitra):
    order = floor.order("packed")
    address = f"/staff/orders/{order.number}/buyer/"
    with nothing_is_written():
        answer = chitra.post(address, BUYER | {"gstin": "27AAPFU0939F1ZX"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "27AAPFU0939F1ZX" in page
    assert "Iyer Caterers" in page
    assert chitra.post(address, BUYER).status_code == 302
    assert Buyer.objects.get().gstin == BUYER["gstin"]
    floor.lakshmi.take_to(order, OrderState.OUT)
    assert Document.objects.get().buyer_gstin == BUYER["gstin"]


def test_the_page_of_an_order_leads_to_its_invoice(floor, chitra):
    order = floor.order("out")
    bill = Document.objects.get(reference=order.number)
    assert (
        f"/staff/orders/{order.number}/documents/{bill.number}/"
        in chitra.get(f"/staff/orders/{order.number}/").content.decode()
    )

"""Invoices on paper: drawn from what was kept alone, in either language, on one page."""

from kirana.catalog.services import products
from kirana.flows.credit_order import credit_order
from kirana.invoicing import printing
from kirana.invoicing.models import Document
from kirana.orders.models import Order
from kirana.stores import services as stores
from tests.cast import BY, LATER
from tests.invoicing.registered import an_invoice, register


def test_a_reprint_says_what_the_first_print_said(lakshmi):
    invoice = an_invoice(register(lakshmi), atta=1, onions=1500)
    first = printing.as_html(invoice, language="en")
    products.edit(product=lakshmi["atta"].product, name="Something else", hsn="1102", by=BY, at=LATER)
    stores.open_store(slug=lakshmi.store.slug, by=BY, at=LATER, legal_name="Another name", address="Elsewhere")
    assert printing.as_html(Document.objects.get(), language="en") == first


def test_everything_the_law_asks_for_is_on_it(lakshmi):
    page = printing.as_html(an_invoice(register(lakshmi), atta=1, onions=1500), language="en")
    for said in (
        "Invoice-cum-bill of supply",
        f"T{lakshmi.store.pk}/2526/0001",
        "2 Mar 2026",
        "29AAGPR4821K1ZA",
        "Lakshmi Stores (Chitra Rao, proprietor)",
        "Asha Iyer",
        "Karnataka (29)",
        "Reverse charge: no",
        "Dharti Chakki Fresh Atta",
        "1101",
        "1.5 kg",
        "291.27",
        "₹367.00",
        "Rupees three hundred sixty-seven only",
    ):
        assert said in page, said


def test_it_is_in_hindi_too(lakshmi):
    page = printing.as_html(an_invoice(register(lakshmi), atta=1), language="hi")
    for said in (
        '<html lang="hi">',
        "टैक्स इनवॉइस",
        "लक्ष्मी स्टोर्स",
        "Dharti चक्की आटा",
        "कर्नाटक (29)",
        "तीन सौ दस रुपये मात्र",
    ):
        assert said in page, said


def test_across_states_there_is_one_column_of_tax(lakshmi):
    page = printing.as_html(an_invoice(register(lakshmi), pincode="400001", atta=2), language="en")
    assert "IGST" in page
    assert "CGST" not in page


def test_who_collects_no_tax_prints_none(lakshmi):
    page = printing.as_html(an_invoice(register(lakshmi, is_composition=True), atta=1), language="en")
    assert "Composition taxable person, not eligible to collect tax on supplies." in page
    assert "CGST" not in page


def test_a_credit_note_names_its_invoice_and_says_why(lakshmi):
    invoice = an_invoice(register(lakshmi), atta=2)
    note = credit_order(order=Order.objects.get(), amount_paise=105_00, by=BY, at=LATER, why="One bag was <torn>")
    page = printing.as_html(note, language="en")
    for said in ("Credit note", f"{invoice.number}, 2 Mar 2026", "One bag was &lt;torn&gt;", "₹105.00"):
        assert said in page, said

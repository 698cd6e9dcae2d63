"""Invoices on paper: drawn from what was kept alone, in either language, on one page."""

import subprocess
from pathlib import Path
from shutil import which

import pytest

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


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext, which reads the PDF back, is not on this machine")
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_pdf_is_one_page_with_devanagari_in_it(lakshmi, tmp_path, language):
    everything = {key: 1000 if lakshmi[key].product.is_loose else 1 for key in lakshmi.shelf}
    invoice = an_invoice(register(lakshmi), **everything)
    file = tmp_path / "invoice.pdf"
    file.write_bytes(printing.as_pdf(invoice, language=language))
    assert pages(file) == 1
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert invoice.number in text
    assert ("लक्ष्मी" in text) == (language == "hi")


def test_the_pdf_is_drawn_once(lakshmi, monkeypatch):
    invoice = an_invoice(register(lakshmi), atta=2)
    monkeypatch.setattr(printing, "_draw", lambda page: page.encode())
    first = printing.as_pdf(invoice, language="en")
    monkeypatch.setattr(printing, "_draw", None)
    assert printing.as_pdf(invoice, language="en") == first


def test_only_files_of_the_shop_are_fetched():
    with pytest.raises(ValueError, match="not a file of the shop"):
        printing._fetch("http://169.254.169.254/latest/meta-data")
    with pytest.raises(ValueError, match="not a file of the shop"):
        printing._fetch("file:///etc/passwd")


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))

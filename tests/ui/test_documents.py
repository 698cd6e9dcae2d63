"""Invoices as PDFs: one page, in either language, drawn once, and by nothing but the shop's own files."""

import builtins
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from django.utils import translation

from kirana.orders.models import Order
from kirana.payments.ledgers import khata
from kirana.ui import documents, pdf
from tests.cast import BY, NOW
from tests.invoicing.registered import an_invoice, register
from tests.storefront.visitors import a_visitor

# In a process of its own: the tests of this one may have drawn a PDF before.
DRAWN = """
import sys
from PIL import ImageFile
from kirana.ui import pdf
pdf._drawer()
sys.exit(ImageFile.LOAD_TRUNCATED_IMAGES)
"""


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext, which reads the PDF back, is not on this machine")
@pytest.mark.parametrize("language", ["en", "hi"])
def test_an_invoice_is_one_page_with_devanagari_in_it(lakshmi, tmp_path, language):
    everything = {key: 1000 if lakshmi[key].product.is_loose else 1 for key in lakshmi.shelf}
    invoice = an_invoice(register(lakshmi), **everything)
    file = tmp_path / "invoice.pdf"
    with translation.override(language):
        file.write_bytes(documents.pdf_of(invoice).content)
    assert pages(file) == 1
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert invoice.number in text
    assert ("लक्ष्मी" in text) == (language == "hi")


def test_the_pdf_of_a_document_is_drawn_once(lakshmi, monkeypatch):
    invoice = an_invoice(register(lakshmi), atta=2)
    monkeypatch.setattr(documents, "draw", lambda page, *, style: page.encode())
    first = documents.pdf_of(invoice)
    monkeypatch.setattr(documents, "draw", None)
    assert documents.pdf_of(invoice).content == first.content


def test_half_a_picture_is_still_no_picture_after_a_pdf_was_drawn():
    assert subprocess.run([sys.executable, "-c", DRAWN], env=os.environ, check=False).returncode == 0


def test_only_files_of_the_shop_are_fetched():
    with pytest.raises(ValueError, match="not a file of the shop"):
        pdf._fetch("http://169.254.169.254/latest/meta-data")
    with pytest.raises(ValueError, match="not a file of the shop"):
        pdf._fetch("file:///etc/passwd")


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))


@pytest.mark.parametrize("at", ["orders", "khata"])
def test_where_pango_is_missing_the_pdf_is_the_page_with_503(lakshmi, monkeypatch, it_is_now, at):
    """What draws PDFs cannot be loaded without Pango: Python tells it as an OSError."""
    real = builtins.__import__

    def without_pango(name, *args, **options):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    if at == "khata":
        khata.open_account(
            store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=100_00, due_day=5, by=BY, at=NOW
        )
        address = "/account/khata/statement.pdf"
    else:
        invoice = an_invoice(register(lakshmi), atta=1)
        address = f"/orders/{Order.objects.get(number=invoice.reference).token}/documents/{invoice.number}.pdf"
    answer = a_visitor(lakshmi.asha.user).get(address)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "This machine cannot draw PDFs: the Pango library is missing. Print the page instead." in page
    assert "Lakshmi Stores" in page

"""Asha's khata on her own pages, and not on Bilal's."""

import csv
import io

import pytest

from kirana.flows.remind_khata import page_of
from kirana.payments.ledgers import khata, store_credit
from kirana.ui import pdf
from tests.cast import BY, NOW
from tests.storefront.visitors import a_visitor

pytestmark = pytest.mark.usefixtures("it_is_now")
PATHS = (
    "/account/khata/",
    "/account/khata/statement.html",
    "/account/khata/statement.csv",
    "/account/khata/statement.pdf",
)


@pytest.fixture
def ashas(lakshmi):
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=2000_00, due_day=5, by=BY, at=NOW
    )
    facts = {"customer_id": lakshmi.asha.pk, "by": BY, "at": NOW}
    khata.give(reference="", amount_paise=608_00, key="g", why="=1+1 kilos", **facts)
    khata.repay(account_id=account.pk, amount_paise=100_50, means="upi", utr="412345678901", key="p", by=BY, at=NOW)
    return account


def page(who, path) -> str:
    answer = a_visitor(who.user if who else None).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_asha_sees_what_she_owes_and_why(lakshmi, ashas):
    assert "₹507.50" in page(lakshmi.asha, "/account/")
    mine = page(lakshmi.asha, "/account/khata/")
    assert [text for text in ("₹507.50", "₹608", "kilos", "5 Apr") if text not in mine] == []


@pytest.mark.parametrize("path", PATHS)
def test_bilal_who_has_none_finds_none(lakshmi, ashas, path):
    assert a_visitor(lakshmi.bilal.user).get(path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_bilal_who_has_one_sees_his_own(lakshmi, ashas, path):
    khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.bilal.pk, limit_paise=700_00, due_day=5, by=BY, at=NOW
    )
    answer = a_visitor(lakshmi.bilal.user).get(path)
    assert answer.status_code == 200
    assert [text for text in (b"Asha", b"608", b"kilos") if text in answer.content] == []


def test_the_statement_is_a_file_for_a_spreadsheet_and_no_formula(lakshmi, ashas):
    text = page(lakshmi.asha, "/account/khata/statement.csv").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1:] == [
        ["2026-02-01", "Owed before", "", "", "", "", "0.00"],
        ["2026-03-02", "Given", "", "'=1+1 kilos", "608.00", "", "608.00"],
        ["2026-03-02", "Paid", "", "412345678901", "", "100.50", "507.50"],
    ]


def test_the_statement_is_a_pdf_where_one_can_be_drawn(lakshmi, ashas):
    pytest.importorskip("weasyprint", reason="the libraries that draw PDFs are missing", exc_type=OSError)
    answer = a_visitor(lakshmi.asha.user).get("/hi/account/khata/statement.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="khata-{ashas.pk}-2026-03-02.pdf"'


def test_where_none_can_be_drawn_the_page_says_so_and_can_be_printed(lakshmi, ashas, monkeypatch):
    def missing(_page: str, *, style: str) -> bytes:
        raise pdf.NoPdfHere()

    monkeypatch.setattr("kirana.ui.khata_statement.draw", missing)
    answer = a_visitor(lakshmi.asha.user).get("/account/khata/statement.pdf")
    assert answer.status_code == 503
    assert "Print the page instead" in answer.content.decode()
    assert "₹507.50" in answer.content.decode()


def test_the_page_of_a_reminder_needs_no_account_and_tells_no_lines(lakshmi, ashas, settings):
    settings.UPI_VPA, settings.UPI_PAYEE = "lakshmi@okbank", "Lakshmi Stores"
    said = page(None, page_of(ashas).removeprefix(settings.SITE_URL))
    assert "upi://pay?pa=lakshmi@okbank" in said
    assert "<svg" in said
    assert [text for text in ("Iyer", "kilos", "asha@example.com", "₹608") if text in said] == []


def test_store_credit_is_on_the_account_page(lakshmi):
    store_credit.give_goodwill(customer_id=lakshmi.asha.pk, amount_paise=45_00, key="g", by=BY, at=NOW, why="eggs")
    assert "₹45" in page(lakshmi.asha, "/account/")
    assert "₹45" not in page(lakshmi.bilal, "/account/")

"""The book of invoices and its check: whatever was done behind the shop's back is named."""

from datetime import date

import pytest

from kirana.core.numbers import Counter
from kirana.flows.credit_order import credit_order
from kirana.invoicing import checks
from kirana.invoicing.models import Document, DocumentLine
from kirana.ops.checks import Verdict
from kirana.orders.models import Order
from tests.cast import BY, LATER, NOW
from tests.invoicing.registered import an_invoice, register


@pytest.fixture
def three(lakshmi):
    """Three tax invoices of a rupee more than nothing."""
    register(lakshmi)
    return [an_invoice(lakshmi, atta=1) for _n in range(3)]


def series(lakshmi) -> str:
    return f"invoicing:{lakshmi.store.pk}:tax_invoice:2526"


def test_all_is_well(lakshmi, three, findings):
    assert findings() == []
    answer = checks.GAPLESS.run(NOW)
    assert (answer.verdict, answer.message) == (Verdict.GOOD, "Every number was given once and none is missing.")
    assert [(str(figure.label), figure.value) for figure in answer.figures] == [
        ("Documents", "3"),
        ("Series of numbers", "1"),
    ]


def test_a_document_that_was_taken_out(lakshmi, three, findings):
    DocumentLine.objects.filter(document=three[1]).delete()
    three[1].delete()
    gap = f"{series(lakshmi)}: 2 documents, from 1 to 3, but 3 were numbered"
    assert sorted(findings()) == [
        ("invoices", gap),
        ("orders and payments", f"{three[1].reference} left the shop, but has no invoice"),
    ]
    answer = checks.GAPLESS.run(NOW)
    assert (answer.verdict, answer.rows) == (Verdict.ACT, [(gap,)])


def test_a_counter_that_was_turned(lakshmi, three, findings):
    Counter.objects.filter(series=series(lakshmi)).update(last=5)
    assert findings() == [("invoices", f"{series(lakshmi)}: 3 documents, from 1 to 3, but 5 were numbered")]


def test_a_printed_word_that_was_changed(three, findings):
    Document.objects.filter(pk=three[0].pk).update(facts=three[0].facts | {"order": "KM-1"})
    assert findings() == [("invoices", f"{three[0].number} was changed after it was written")]


def test_a_sum_that_was_changed(three, findings):
    Document.objects.filter(pk=three[0].pk).update(taxable_paise=1, cgst_paise=0, sgst_paise=0, total_paise=1)
    book = [sentence for name, sentence in findings() if name == "invoices"]
    assert f"{three[0].number} was changed after it was written" in book
    assert f"{three[0].number}: its lines do not sum to its total_paise" in book
    assert (
        "orders and payments",
        f"{three[0].reference} came to {three[1].total_paise}, but its invoice says 1",
    ) in findings()


def test_more_taken_back_than_was_invoiced(lakshmi, three, findings):
    order = Order.objects.get(number=three[0].reference)
    credit_order(order=order, by=BY, at=LATER, why="all of it")
    Document.objects.filter(pk=three[1].pk).update(reference="X")
    note = three[0].credit_notes.get()
    Document.objects.filter(pk=note.pk).update(
        taxable_paise=three[0].taxable_paise + 1, total_paise=three[0].total_paise + 1
    )
    said = f"{three[0].number}: {three[0].total_paise + 1} was taken back of {three[0].total_paise}"
    assert ("invoices", said) in findings()


def test_the_year_of_a_day():
    from kirana.invoicing.services.numbering import financial_year

    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2099, 12, 31)]
    assert [financial_year(day) for day in days] == ["2526", "2627", "2627", "9900"]

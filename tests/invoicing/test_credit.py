"""Taking back from an invoice: never more than was on it, and in the end exactly its tax."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kirana.flows.cancel_order import cancel_order
from kirana.flows.credit_order import credit_order
from kirana.flows.fulfil_order import bring_back_order
from kirana.invoicing import selectors
from kirana.invoicing.models import Document, DocumentKind, DocumentLine
from kirana.invoicing.services import MoreThanInvoiced, NothingToCredit
from kirana.invoicing.services.credit import _part
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.pricing.tax import NOTHING, split
from tests.cast import BY, LATER, Lakshmi
from tests.invoicing.registered import an_invoice, register
from tests.invoicing.test_documents import parts


def credit(**what: object) -> Document | None:
    """Take back from the one order there is."""
    return credit_order(order=Order.objects.get(), by=BY, at=LATER, why="the packet was torn", **what)  # type: ignore[arg-type]


def invoiced(lakshmi: Lakshmi) -> Document:
    """₹570 of atta at 5 % and ₹57 of onions, exempt."""
    return an_invoice(register(lakshmi), atta=2, onions=1500)


def test_an_order_that_never_left_needs_no_note(lakshmi):
    register(lakshmi).a_placed_order(atta=1)
    assert credit() is None
    assert Document.objects.count() == 0


def test_a_whole_invoice_is_taken_back(lakshmi, findings):
    invoice = invoiced(lakshmi)
    note = credit()
    assert (note.kind, note.number, note.corrects) == (
        DocumentKind.CREDIT_NOTE,
        f"C{lakshmi.store.pk}/2526/0001",
        invoice,
    )
    assert parts(note) == parts(invoice)
    assert note.facts["corrects"] == {"number": invoice.number, "issued_on": "2026-03-02"}
    assert (note.facts["why"], note.why) == ("the packet was torn", "the packet was torn")
    assert list(note.lines.values_list("quantity", flat=True)) == [2, 1500]
    assert selectors.left_to_credit(reference=invoice.reference) == 0
    with pytest.raises(NothingToCredit):
        credit()
    assert findings() == []


def test_one_line_is_taken_back_in_part(lakshmi, findings):
    invoice = invoiced(lakshmi)
    note = credit(lines={1: 105_00})
    assert parts(note) == (100_00, 2_50, 2_50, 0, 105_00)
    assert list(note.lines.values_list("position", "quantity", "total_paise")) == [(1, 0, 105_00)]
    assert selectors.left_to_credit(reference=invoice.reference) == 522_00
    assert findings() == []


def test_an_amount_is_taken_from_every_line_in_proportion(lakshmi, findings):
    invoiced(lakshmi)
    note = credit(amount_paise=62_70)
    assert list(note.lines.values_list("position", "total_paise")) == [(1, 57_00), (2, 5_70)]
    assert findings() == []


@pytest.mark.parametrize(
    "too_much", [{"amount_paise": 627_01}, {"lines": {1: 570_01}}, {"lines": {3: 1}}, {"lines": {1: -1}}]
)
def test_more_than_was_invoiced_is_never_taken_back(lakshmi, too_much, nothing_moves):
    invoiced(lakshmi)
    with nothing_moves(), pytest.raises(MoreThanInvoiced) as refusal:
        credit(**too_much)
    assert refusal.value.facts == {"left": "₹627"}
    assert Document.objects.count() == 1


def test_nor_in_several_goes(lakshmi, findings):
    invoiced(lakshmi)
    credit(amount_paise=600_00)
    with pytest.raises(MoreThanInvoiced) as refusal:
        credit(amount_paise=27_01)
    assert refusal.value.facts == {"left": "₹27"}
    credit(amount_paise=27_00)
    assert selectors.left_to_credit(reference=Order.objects.get().number) == 0
    assert findings() == []


def test_in_the_end_exactly_the_tax_of_the_invoice_was_taken_back(lakshmi, findings):
    invoice = invoiced(lakshmi)
    for amount in (1, 33_33, 99_99, 200_01, 7):
        credit(amount_paise=amount)
    credit()
    notes = list(invoice.credit_notes.all())
    assert tuple(map(sum, zip(*map(parts, notes), strict=True))) == parts(invoice)
    assert [note.sequence for note in sorted(notes, key=lambda note: note.pk)] == [1, 2, 3, 4, 5, 6]
    assert findings() == []


def test_what_came_back_and_was_called_off_is_taken_back(lakshmi, findings):
    invoice = invoiced(lakshmi)
    order = Order.objects.get()
    bring_back_order(order=order, by=BY, at=LATER, why="nobody at home")
    cancel_order(order=Order.objects.get(), by=lakshmi.chitra.as_actor(), at=LATER, why="moved away")
    note = invoice.credit_notes.get()
    assert (parts(note), note.why) == (parts(invoice), "moved away")
    assert Order.objects.get().state == OrderState.CANCELLED
    assert findings() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    total=st.integers(1, 10**7),
    rate=st.sampled_from([0, 500, 1800, 4000]),
    is_interstate=st.booleans(),
    cuts=st.lists(st.integers(1, 10**6), max_size=12),
)
def test_however_it_is_cut_the_pieces_are_the_whole(total, rate, is_interstate, cuts):
    whole = split(amount_paise=total, rate_bp=rate, is_interstate=is_interstate)
    line = DocumentLine(
        total_paise=total,
        taxable_paise=whole.taxable_paise,
        cgst_paise=whole.cgst_paise,
        sgst_paise=whole.sgst_paise,
        igst_paise=whole.igst_paise,
    )
    before, found = 0, NOTHING
    for cut in [*cuts, total]:
        taken = min(cut, total - before)
        piece = _part(line, before, taken)
        assert piece.total_paise == taken
        assert piece.cgst_paise == piece.sgst_paise
        before, found = before + taken, found + piece
    assert found == whole

"""What leaves with the goods: a tax invoice or a bill of supply, to the paisa, once, with the next number."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kirana.catalog.services import products
from kirana.core.money import share_out
from kirana.flows.fulfil_order import bring_back_order, hand_over_order
from kirana.invoicing import selectors
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document, DocumentKind
from kirana.invoicing.services import NotAGstin, RatesUnknown, TooLateForBuyer, numbering
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import BY, LATER, NOW
from tests.invoicing.registered import BUSINESS, GSTIN, an_invoice, register

IST = ZoneInfo("Asia/Kolkata")


def parts(document: Document) -> tuple[int, int, int, int, int]:
    """Taxable value, the three taxes and the total."""
    return (
        document.taxable_paise,
        document.cgst_paise,
        document.sgst_paise,
        document.igst_paise,
        document.total_paise,
    )


def test_a_parcel_leaves_with_its_tax_invoice(lakshmi, findings):
    invoice = an_invoice(register(lakshmi), atta=1, onions=1500)

    assert (invoice.kind, invoice.number) == (DocumentKind.TAX_INVOICE, f"T{lakshmi.store.pk}/2526/0001")
    assert (invoice.issued_on, invoice.place_of_supply, invoice.is_interstate) == (date(2026, 3, 2), "29", False)
    # ₹285 at 5 % and ₹57 exempt, with ₹25 of delivery shared among them as 20.83 and 4.17: ₹367.
    assert share_out(367_00, [285_00, 57_00]) == [305_83, 61_17]
    assert list(
        invoice.lines.values_list("hsn", "rate_bp", "taxable_paise", "cgst_paise", "sgst_paise", "total_paise")
    ) == [
        ("1101", 500, 291_27, 7_28, 7_28, 305_83),
        ("0703", 0, 61_17, 0, 0, 61_17),
    ]
    assert parts(invoice) == (352_44, 7_28, 7_28, 0, 367_00)
    assert invoice.total_paise == Order.objects.get().total_paise
    assert findings() == []


def test_it_prints_what_the_law_asks_for(lakshmi):
    facts = an_invoice(register(lakshmi), atta=1, onions=1500).facts

    assert facts["title"] == "invoice_cum_bill_of_supply"
    assert facts["supplier"]["gstin"] == GSTIN
    assert facts["supplier"]["state"]["name"] == "Karnataka"
    assert facts["buyer"]["name"] == "Asha Iyer"
    assert facts["buyer"]["address"] == "Flat 3B, Palm Grove, 12th Main, Opposite the temple, Indiranagar, Bengaluru"
    assert [
        (line["name"], line["pack"], line["quantity"], line["amount"], line["adjustment"]) for line in facts["lines"]
    ] == [
        ("Dharti Chakki Fresh Atta", "5 kg", 1, 285_00, 20_83),
        ("Onion", "", 1500, 57_00, 4_17),
    ]
    assert facts["bill"] == {"goods": 342_00, "delivery": 25_00, "discount": 0, "total": 367_00}
    assert [(row["hsn"], row["rate_bp"], row["total"]) for row in facts["summary"]] == [
        ("0703", 0, 61_17),
        ("1101", 500, 305_83),
    ]
    assert facts["words"] == {
        "en": "Rupees three hundred sixty-seven only",
        "hi": "तीन सौ सड़सठ रुपये मात्र",
    }


def test_to_another_state_it_is_one_tax(lakshmi, findings):
    invoice = an_invoice(register(lakshmi), pincode="400001", atta=2)
    assert (invoice.place_of_supply, invoice.is_interstate, invoice.facts["place"]["name"]) == (
        "27",
        True,
        "Maharashtra",
    )
    assert parts(invoice) == (542_86, 0, 0, 27_14, 570_00)
    assert findings() == []


def test_to_a_pin_code_of_no_state_it_is_the_shops_own(lakshmi):
    assert an_invoice(register(lakshmi), pincode="900056", atta=2).place_of_supply == "29"


def test_only_exempt_goods_are_a_bill_of_supply(lakshmi, findings):
    bill = an_invoice(register(lakshmi), milk=3)
    assert (bill.kind, bill.number) == (DocumentKind.BILL_OF_SUPPLY, f"B{lakshmi.store.pk}/2526/0001")
    assert parts(bill) == (187_00, 0, 0, 0, 187_00)
    assert findings() == []


@pytest.mark.parametrize("is_composition", [True, False], ids=["composition", "no GSTIN"])
def test_who_may_not_collect_tax_gives_a_bill_of_supply(lakshmi, is_composition):
    if is_composition:
        register(lakshmi, is_composition=True)
    bill = an_invoice(lakshmi, atta=1, olive_oil=1)
    assert (bill.kind, bill.facts["title"]) == (DocumentKind.BILL_OF_SUPPLY, "bill_of_supply")
    assert bill.facts["scheme"] == ("composition" if is_composition else "unregistered")
    assert parts(bill) == (1134_00, 0, 0, 0, 1134_00)


def test_what_has_no_rate_does_not_leave_and_everything_that_lacks_one_is_named(lakshmi, nothing_moves):
    register(lakshmi)
    products.edit(product=lakshmi["milk"].product, hsn="", by=BY, at=NOW)
    products.edit(product=lakshmi["onions"].product, hsn="8703", by=BY, at=NOW)
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=1, milk=1, onions=1000), OrderState.PACKED)
    with nothing_moves(), pytest.raises(RatesUnknown) as refusal:
        hand_over_order(order=order, rider=lakshmi.dev.user, by=BY, at=LATER)
    assert refusal.value.facts == {"products": "Nandi Toned Milk (–), Onion (8703)"}
    assert Document.objects.count() == 0

    products.edit(product=lakshmi["milk"].product, hsn="0401", by=BY, at=NOW)
    products.edit(product=lakshmi["onions"].product, hsn="0703", by=BY, at=NOW)
    hand_over_order(order=order, rider=lakshmi.dev.user, by=BY, at=LATER)
    assert Document.objects.get().sequence == 1


def test_those_on_offer_without_a_rate_are_listed_beforehand(lakshmi):
    register(lakshmi)
    products.edit(product=lakshmi["milk"].product, hsn="", by=BY, at=NOW)
    found = selectors.without_rate(store_id=lakshmi.store.pk, on=date(2026, 3, 2))
    assert [(one.product.code, one.why.code) for one in found] == [("milk", "hsn_missing")]


def test_what_went_out_twice_has_one_invoice(lakshmi, findings):
    invoice = an_invoice(register(lakshmi), atta=1)
    order = Order.objects.get()
    bring_back_order(order=order, by=BY, at=LATER, why="nobody at home")
    lakshmi.take_to(order, OrderState.OUT)
    assert list(Document.objects.all()) == [invoice]
    assert findings() == []


def test_a_series_is_of_a_kind_and_begins_anew_in_april(lakshmi, findings):
    register(lakshmi)
    last_of_march = datetime(2026, 3, 31, 23, 59, tzinfo=IST)
    first_of_april = datetime(2026, 4, 1, 0, 0, tzinfo=IST)
    found = [an_invoice(lakshmi, atta=1), an_invoice(lakshmi, milk=3), an_invoice(lakshmi, at=last_of_march, atta=1)]
    found.append(an_invoice(lakshmi, at=first_of_april, atta=1))
    store = lakshmi.store.pk
    assert [one.number for one in found] == [
        f"T{store}/2526/0001",
        f"B{store}/2526/0001",
        f"T{store}/2526/0002",
        f"T{store}/2627/0001",
    ]
    assert findings() == []


def test_a_number_has_at_most_sixteen_characters():
    facts = {"kind": "tax_invoice", "year": "2627"}
    assert numbering.number_of(store_id=99, sequence=1234567, **facts) == "T99/2627/1234567"
    with pytest.raises(numbering.SeriesFull):
        numbering.number_of(store_id=99, sequence=12345678, **facts)


# --- a business that buys -------------------------------------------------------------------------------


def test_a_business_has_its_gstin_on_the_invoice(lakshmi):
    order = register(lakshmi).a_placed_order(atta=1, milk=1)
    invoicing.name_buyer(reference=order.number, gstin=f" {BUSINESS.lower()} ", name="Iyer Caterers", by=BY, at=NOW)
    lakshmi.take_to(order, OrderState.OUT)
    invoice = Document.objects.get()
    assert (invoice.buyer_gstin, invoice.buyer_name, invoice.facts["title"]) == (
        BUSINESS,
        "Iyer Caterers",
        "tax_invoice",
    )
    assert (invoice.facts["buyer"]["gstin"], invoice.facts["buyer"]["contact"]) == (BUSINESS, "Asha Iyer")
    with pytest.raises(TooLateForBuyer):
        invoicing.name_buyer(reference=order.number, gstin="", name="", by=BY, at=LATER)


@pytest.mark.parametrize("text", ["29AAGPR4821K1ZX", "29AAGPR4821K1Z", "hello", "99AAGPR4821K1ZA"])
def test_a_gstin_that_is_none_is_refused(lakshmi, text, nothing_moves):
    with nothing_moves(), pytest.raises(NotAGstin):
        invoicing.name_buyer(reference="KM-1", gstin=text, name="X", by=BY, at=NOW)
    with nothing_moves(), pytest.raises(NotAGstin):
        invoicing.set_tax_terms(store=lakshmi.store, gstin=text, is_composition=False, by=BY, at=NOW)


def test_the_shops_own_gstin_is_of_its_state(lakshmi):
    with pytest.raises(NotAGstin):
        invoicing.set_tax_terms(store=lakshmi.store, gstin=BUSINESS, is_composition=False, by=BY, at=NOW)


# --- across states ----------------------------------------------------------------------------------


def test_a_composition_dealer_s_bags_for_another_state_stay_in_the_shop(lakshmi, nothing_moves):
    register(lakshmi, is_composition=True)
    order = lakshmi.take_to(lakshmi.a_placed_order(atta=2), OrderState.PACKED)
    Order.objects.filter(pk=order.pk).update(pincode="400001")
    with nothing_moves(), pytest.raises(invoicing.NotAcrossStates) as refused:
        lakshmi.take_to(order, OrderState.OUT)
    assert refused.value.message == (
        "This order goes to Maharashtra. Under the composition scheme a shop may not sell to another state: call the "
        "customer, and cancel it."
    )
    assert Document.objects.count() == 0
    assert Order.objects.get().state == OrderState.PACKED


def test_a_shop_of_the_regular_scheme_sells_across_states(lakshmi):
    assert an_invoice(register(lakshmi), atta=2, pincode="400001").is_interstate is True

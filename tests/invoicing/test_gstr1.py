"""The return: every document stands in one section, and the sections come to what the documents come to."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from kirana.flows.credit_order import credit_order
from kirana.inventory import services as inventory
from kirana.invoicing import gstr1
from kirana.invoicing import services as invoicing
from kirana.invoicing.models import Document
from kirana.invoicing.period import Month
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from tests.cast import BY, LATER, NOW, Lakshmi
from tests.invoicing.registered import BUSINESS, GSTIN, an_invoice, register

MARCH = Month.of(date(2026, 3, 1))


def filed(lakshmi: Lakshmi) -> dict:
    """The return of March as the portal reads it."""
    told = gstr1.as_return(store=lakshmi.store, first=MARCH.first, last=MARCH.last)
    return json.loads(gstr1.as_json(told), parse_float=Decimal, parse_int=Decimal)


def to_a_business(lakshmi: Lakshmi, **quantities: int) -> Document:
    order = lakshmi.a_placed_order(**quantities)
    invoicing.name_buyer(reference=order.number, gstin=BUSINESS, name="Iyer Caterers", by=BY, at=NOW)
    lakshmi.take_to(order, OrderState.OUT)
    return Document.objects.get(reference=order.number)


@pytest.fixture
def month(lakshmi):
    """One document of every kind, and something taken back from each."""
    register(lakshmi)
    for key in ("atta", "olive_oil"):
        inventory.receive(listing_id=lakshmi[key].pk, quantity=100, by=BY, at=NOW)
    documents = {
        "b2cs": an_invoice(lakshmi, atta=1, onions=1500),
        "exempt": an_invoice(lakshmi, milk=3),
        "b2b": to_a_business(lakshmi, atta=2, onions=1000),
        "b2cl": an_invoice(lakshmi, pincode="400001", atta=99, olive_oil=99),
        "inter": an_invoice(lakshmi, pincode="400001", atta=2),
    }
    for name in ("b2cs", "b2b", "b2cl"):
        order = Order.objects.get(number=documents[name].reference)
        credit_order(order=order, lines={1: 105_00}, by=BY, at=LATER, why="torn")
    return documents


def test_a_month_without_sales(lakshmi):
    register(lakshmi)
    assert filed(lakshmi) == {"gstin": GSTIN, "fp": "032026", "version": gstr1.VERSION, "hash": "hash"}


def test_sales_to_shoppers_are_summed_less_what_was_taken_back(lakshmi, month):
    rows = filed(lakshmi)["b2cs"]
    assert [
        (row["sply_ty"], row["pos"], row["rt"], row["txval"], row["iamt"], row["camt"], row["samt"]) for row in rows
    ] == [
        ("INTER", "27", 5, Decimal("542.86"), Decimal("27.14"), 0, 0),
        ("INTRA", "29", 5, Decimal("191.27"), 0, Decimal("4.78"), Decimal("4.78")),
    ]


def test_sales_to_a_business_are_listed_with_their_numbers(lakshmi, month):
    (buyer,) = filed(lakshmi)["b2b"]
    (row,) = buyer["inv"]
    invoice = month["b2b"]
    assert (buyer["ctin"], row["inum"], row["idt"], row["pos"]) == (BUSINESS, invoice.number, "02-03-2026", "29")
    assert (row["val"], row["rchrg"], row["inv_typ"]) == (Decimal("608.00"), "N", "R")
    assert row["itms"] == [
        {
            "num": 1,
            "itm_det": {
                "rt": 5,
                "txval": Decimal("542.86"),
                "iamt": 0,
                "camt": Decimal("13.57"),
                "samt": Decimal("13.57"),
                "csamt": 0,
            },
        }
    ]
    (noted,) = filed(lakshmi)["cdnr"]
    (note,) = noted["nt"]
    assert (noted["ctin"], note["ntty"], note["val"]) == (BUSINESS, "C", Decimal("105.00"))
    assert note["itms"][0]["itm_det"]["txval"] == Decimal("100.00")


def test_a_large_sale_to_another_state_is_listed(lakshmi, month):
    (place,) = filed(lakshmi)["b2cl"]
    (row,) = place["inv"]
    assert (place["pos"], row["inum"], row["val"]) == ("27", month["b2cl"].number, Decimal("112266.00"))
    (note,) = filed(lakshmi)["cdnur"]
    assert (note["typ"], note["pos"], note["val"]) == ("B2CL", "27", Decimal("105.00"))


def test_exempt_goods_stand_by_themselves(lakshmi, month):
    rows = {row["sply_ty"]: row["expt_amt"] for row in filed(lakshmi)["nil"]["inv"]}
    # Onions with their share of delivery and three litres of milk to shoppers; onions to the business.
    assert rows == {"INTRAB2C": Decimal("248.17"), "INTRAB2B": Decimal("38.00")}


def test_the_numbers_from_and_to_are_told(lakshmi, month):
    store = lakshmi.store.pk
    invoices, notes = filed(lakshmi)["doc_issue"]["doc_det"]
    told = [(one["from"], one["to"], one["totnum"], one["cancel"], one["net_issue"]) for one in invoices["docs"]]
    assert told == [
        (f"T{store}/2526/0001", f"T{store}/2526/0004", 4, 0, 4),
        (f"B{store}/2526/0001", f"B{store}/2526/0001", 1, 0, 1),
    ]
    assert (notes["doc_num"], notes["docs"][0]["totnum"]) == (5, 3)


def test_the_sections_come_to_what_the_documents_come_to(lakshmi, month):
    told = filed(lakshmi)
    taxed = sum(row["txval"] for row in told["b2cs"])
    for name, inner, sign in (("b2b", "inv", 1), ("b2cl", "inv", 1), ("cdnr", "nt", -1)):
        taxed += sign * sum(
            item["itm_det"]["txval"] for one in told[name] for row in one[inner] for item in row["itms"]
        )
    taxed -= sum(item["itm_det"]["txval"] for row in told["cdnur"] for item in row["itms"])
    exempt = sum(row["expt_amt"] for row in told["nil"]["inv"])
    by_hsn = sum(row["txval"] for rows in told["hsn"].values() for row in rows)
    paise = sum(one.taxable_paise * (-1 if one.is_credit_note else 1) for one in Document.objects.all())
    assert taxed + exempt == by_hsn == Decimal(paise) / 100


def test_the_summary_counts_kilos_and_pieces(lakshmi, month):
    rows = {row["hsn_sc"]: row for row in filed(lakshmi)["hsn"]["hsn_b2c"]}
    assert (rows["0703"]["uqc"], rows["0703"]["qty"]) == ("KGS", Decimal("1.5"))
    assert (rows["1101"]["uqc"], rows["1101"]["qty"], rows["1101"]["rt"]) == ("PCS", 102, 5)


def test_the_table_has_every_line_once(lakshmi, month):
    rows = list(csv.DictReader(io.StringIO(gstr1.as_csv(store=lakshmi.store, first=MARCH.first, last=MARCH.last))))
    assert len(rows) == 11
    paise = sum(one.total_paise * (-1 if one.is_credit_note else 1) for one in Document.objects.all())
    assert sum(Decimal(row["total"]) for row in rows) == Decimal(paise) / 100
    assert {row["section"] for row in rows} == {"b2b", "b2cs", "b2cl", "cdnr", "cdnur", "nil"}


def test_other_months_are_left_out(lakshmi, month):
    april = MARCH.next
    assert (str(april), str(april.before), april.last) == ("2026-04", "2026-03", date(2026, 4, 30))
    assert "b2cs" not in gstr1.as_return(store=lakshmi.store, first=april.first, last=april.last)
    assert Month.read("rubbish", otherwise=date(2026, 3, 9)) == MARCH

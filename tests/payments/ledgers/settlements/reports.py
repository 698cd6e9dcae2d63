"""Settlement files as Stripe and Razorpay write them."""

import io

from openpyxl import Workbook

STRIPE = (
    "balance_transaction_id,created,available_on,currency,gross,fee,net,reporting_category,source_id,payment_intent_id,"
    "automatic_payout_id,automatic_payout_effective_at"
)
RAZORPAY = (
    "entity_id",
    "type",
    "debit",
    "credit",
    "amount",
    "currency",
    "fee",
    "tax",
    "settled_at",
    "settlement_id",
    "settlement_utr",
    "payment_id",
    "order_id",
)


def stripe(*rows: str, name: str = "payouts.csv") -> io.BytesIO:
    """A payout reconciliation report."""
    return _named("\n".join([STRIPE, *rows]).encode(), name)


def a_charge(key: str, intent: str, gross: str = "608.00", fee: str = "12.16", net: str = "595.84") -> str:
    return f"{key},2026-03-02 09:10:00,2026-03-04 00:00:00,inr,{gross},{fee},{net},charge,ch_1,{intent},po_1,2026-03-04"


def a_refund(key: str, refund: str, gross: str = "-100.00") -> str:
    return f"{key},2026-03-03 09:10:00,2026-03-04 00:00:00,inr,{gross},0.00,{gross},refund,{refund},,po_1,2026-03-04"


def razorpay(*rows: tuple[object, ...], name: str = "recon.xlsx") -> io.BytesIO:
    """A settlement recon report, as Excel or CSV."""
    if name.endswith(".csv"):
        lines = [",".join(map(str, row)) for row in (RAZORPAY, *rows)]
        return _named("\n".join(lines).encode(), name)
    book = Workbook()
    for row in (RAZORPAY, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return _named(file.getvalue(), name)


def _named(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


PAID = ("pay_1", "payment", 0, 595.65, 608, "INR", 12.35, 1.88, "04/03/2026 10:00:00", "setl_1", "UTIB1", "", "order_1")
RETURNED = ("rfnd_1", "refund", 100, 0, 100, "INR", 0, 0, "04/03/2026 10:00:00", "setl_1", "UTIB1", "pay_1", "order_1")

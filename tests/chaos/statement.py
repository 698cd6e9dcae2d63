"""What the bank says it has paid out: its books as a settlement file, in the columns of Stripe's report."""

from collections.abc import Iterator
from io import BytesIO

from kirana.core.money import plain_rupees
from tests.chaos.witness import Bank

COLUMNS = "balance_transaction_id,available_on,currency,gross,fee,net,reporting_category,source_id,payment_intent_id,refund_id"


def statement(bank: Bank) -> BytesIO:
    """Everything it took and gave back until now, without a fee."""
    return BytesIO("\n".join([COLUMNS, *_rows(bank)]).encode())


def _rows(bank: Bank) -> Iterator[str]:
    for held in bank.charges.values():
        if held.taken_paise:
            yield _row(held.number, held.taken_paise, "charge", held.number, "")
        for one in held.returns.values():
            if one.stage == "done":
                yield _row(one.number, -one.amount_paise, "refund", held.number, one.number)


def _row(number: str, paise: int, kind: str, charge: str, refund: str) -> str:
    amount = plain_rupees(paise)
    return f"txn_{number},2026-03-04,inr,{amount},0.00,{amount},{kind},{refund or charge},{charge},{refund}"

"""A gateway's settlement file: read, looked at, brought into the books once, and taken back."""

from datetime import date

import pytest

from kirana.core.states import IllegalMove
from kirana.payments import services as payments
from kirana.payments.gateways.contract import Answer, Outcome
from kirana.payments.ledgers.models import LineKind, LineProblem, SettlementFile, SettlementLine
from kirana.payments.ledgers.settlements import selectors, services
from kirana.payments.ledgers.settlements.headers import UnknownSettlement
from kirana.payments.models import Refund, RefundKind
from kirana.payments.states import RefundState
from tests.cast import BY, LATER, NOW
from tests.payments.ledgers.settlements.reports import PAID, RETURNED, a_charge, a_refund, razorpay, stripe

OK, KNOWN, NOBODYS, OTHER = LineProblem.NONE, LineProblem.KNOWN, LineProblem.NOBODYS, LineProblem.OTHER_AMOUNT


def a_payment(gateway_reference: str, *, reference: str = "KM-1", gateway: str = "stripe", amount_paise: int = 608_00):
    """A payment that the gateway has taken."""
    payment = payments.begin(reference=reference, gateway=gateway, amount_paise=amount_paise, by=BY, at=NOW)
    answer = Answer(Outcome.CAPTURED, gateway_reference=gateway_reference, amount_paise=amount_paise)
    payments.record(payment=payment, answer=answer, by=BY, at=NOW)
    return payment


def a_returned(payment, gateway_reference: str, amount_paise: int = 100_00):
    """What went back of it."""
    return Refund.objects.create(
        payment=payment,
        kind=RefundKind.GOODS,
        key=f"r-{gateway_reference}",
        state=RefundState.DONE,
        amount_paise=amount_paise,
        gateway_reference=gateway_reference,
        begun_at=NOW,
    )


def read(shop, file) -> SettlementFile:
    return services.read_file(store_id=shop.store.pk, file=file, name=file.name, by=BY, at=LATER)


def apply(file: SettlementFile) -> None:
    services.apply_file(file_id=file.pk, by=BY, at=LATER)


def problems(file: SettlementFile) -> list[str]:
    return list(file.lines.values_list("problem", flat=True))


def counted() -> list[str]:
    return sorted(SettlementLine.objects.filter(is_counted=True).values_list("key", flat=True))


def test_stripes_report_is_matched_line_by_line_to_the_paisa(lakshmi):
    payment = a_payment("pi_1")
    a_returned(payment, "re_1")
    file = read(lakshmi, stripe(a_charge("txn_1", "pi_1"), a_refund("txn_2", "re_1")))
    assert file.gateway == "stripe"
    rows = file.lines.values_list("kind", "payment__reference", "gross_paise", "fee_paise", "net_paise", "problem")
    assert list(rows) == [
        (LineKind.PAYMENT, "KM-1", 608_00, 12_16, 595_84, OK),
        (LineKind.REFUND, "KM-1", -100_00, 0, -100_00, OK),
    ]
    first = file.lines.first()
    assert (first.settled_on, first.payout) == (date(2026, 3, 4), "po_1")
    assert counted() == []
    assert selectors.sums(file_id=file.pk) == {"gross": 508_00, "fee": 12_16, "tax": 0, "net": 495_84}


@pytest.mark.parametrize("name", ["recon.xlsx", "recon.csv"])
def test_razorpays_report_says_the_tax_in_its_fee_and_knows_the_order(lakshmi, name):
    payment = a_payment("order_1", gateway="razorpay")
    a_returned(payment, "rfnd_1")
    file = read(lakshmi, razorpay(PAID, RETURNED, name=name))
    rows = file.lines.values_list("kind", "gross_paise", "fee_paise", "tax_paise", "net_paise", "problem", "payout")
    assert list(rows) == [
        (LineKind.PAYMENT, 608_00, 10_47, 1_88, 595_65, OK, "UTIB1"),
        (LineKind.REFUND, -100_00, 0, 0, -100_00, OK, "UTIB1"),
    ]


def test_a_line_is_in_the_books_once_however_often_the_file_comes(lakshmi):
    a_payment("pi_1")
    apply(read(lakshmi, stripe(a_charge("txn_1", "pi_1"), a_charge("txn_1", "pi_1"))))
    assert counted() == ["txn_1"]
    again = read(lakshmi, stripe(a_charge("txn_1", "pi_1"), a_charge("txn_2", "pi_9"), name="again.csv"))
    assert problems(again) == [KNOWN, NOBODYS]
    apply(again)
    assert counted() == ["txn_1", "txn_2"]


def test_two_files_looked_at_together_bring_a_line_once(lakshmi):
    first, second = (read(lakshmi, stripe(a_charge("txn_1", "pi_1"))) for _ in range(2))
    apply(first)
    apply(second)
    assert counted() == ["txn_1"]
    assert problems(second) == [KNOWN]


def test_what_was_brought_can_be_taken_back_and_brought_again(lakshmi):
    file = read(lakshmi, stripe(a_charge("txn_1", "pi_1")))
    apply(file)
    services.undo_file(file_id=file.pk, by=BY, at=LATER)
    assert counted() == []
    with pytest.raises(IllegalMove):
        apply(file)
    apply(read(lakshmi, stripe(a_charge("txn_1", "pi_1"))))
    assert counted() == ["txn_1"]


def test_a_file_that_was_dropped_brings_nothing(lakshmi):
    file = read(lakshmi, stripe(a_charge("txn_1", "pi_1")))
    services.drop_file(file_id=file.pk, by=BY, at=LATER)
    with pytest.raises(IllegalMove):
        apply(file)
    assert counted() == []


def test_a_stranger_and_another_amount_are_listed_until_they_fit(lakshmi):
    a_payment("pi_1", amount_paise=607_00)
    apply(read(lakshmi, stripe(a_charge("txn_1", "pi_1"), a_charge("txn_2", "pi_2"))))
    open_ = selectors.unmatched(store_id=lakshmi.store.pk)
    assert [(line.key, line.problem) for line in open_] == [("txn_1", OTHER), ("txn_2", NOBODYS)]
    a_payment("pi_2", reference="KM-2")
    assert services.match_again(store_id=lakshmi.store.pk) == 1
    assert [line.key for line in open_.all()] == ["txn_1"]


def a_payment_of_less(gateway_reference: str):
    """₹608 was held and ₹508 taken."""
    payment = payments.begin(reference="KM-1", gateway="stripe", amount_paise=608_00, by=BY, at=NOW)
    held = Answer(Outcome.AUTHORISED, gateway_reference=gateway_reference, amount_paise=608_00)
    payments.record(payment=payment, answer=held, by=BY, at=NOW)
    taken = Answer(Outcome.CAPTURED, gateway_reference=gateway_reference, amount_paise=508_00)
    payments.record(payment=payment, answer=taken, by=BY, at=NOW)
    return payment


def lines_of(whole: str, *keys: str):
    """The payment, and refunds of ₹100 that we know nothing of."""
    refunds = [a_refund(key, "re_unknown").replace(",,po_1", ",pi_1,po_1") for key in keys]
    return [a_charge("txn_1", "pi_1", gross=whole, fee="0.00", net=whole), *refunds]


def test_the_part_of_a_hold_that_was_not_taken_fits_once(lakshmi):
    a_payment_of_less("pi_1")
    apply(read(lakshmi, stripe(*lines_of("608.00", "txn_2", "txn_3"))))
    open_ = selectors.unmatched(store_id=lakshmi.store.pk)
    assert [(line.key, line.problem) for line in open_] == [("txn_3", OTHER)]


def test_told_of_in_a_later_file_it_fits_too(lakshmi):
    a_payment_of_less("pi_1")
    charge, refund = lines_of("608.00", "txn_2")
    apply(read(lakshmi, stripe(charge)))
    apply(read(lakshmi, stripe(refund, name="later.csv")))
    assert list(selectors.unmatched(store_id=lakshmi.store.pk)) == []


def test_a_refund_of_that_amount_that_we_never_heard_of_is_listed_where_only_what_was_taken_is_told(lakshmi):
    a_payment_of_less("pi_1")
    apply(read(lakshmi, stripe(*lines_of("508.00", "txn_2"))))
    assert [(line.key, line.problem) for line in selectors.unmatched(store_id=lakshmi.store.pk)] == [("txn_2", OTHER)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (a_charge("txn_1", "pi_1", net="595.83"), "It does not add up: ₹595.83 is written and ₹595.84 comes out."),
        (
            a_charge("txn_1", "pi_1", gross="six hundred"),
            "“six hundred” is not an amount in rupees. Write it like 1,249.50.",
        ),
        (a_charge("", "pi_1"), "It has no id of its own."),
        (a_charge("txn_1", "pi_1").replace("inr", "usd"), "It is in USD; the books are in rupees."),
    ],
    ids=["sum", "amount", "id", "currency"],
)
def test_a_row_that_cannot_be_believed_says_why_and_stays_out(lakshmi, row, said):
    file = read(lakshmi, stripe(row, a_charge("txn_2", "pi_1")))
    refused = file.lines.get(row_number=2)
    assert (refused.problem, refused.said) == (LineProblem.REFUSED, said)
    apply(file)
    assert counted() == ["txn_2"]


def test_another_file_is_no_settlement(lakshmi):
    other = stripe()
    other.seek(0)
    other.truncate()
    other.write(b"code,name,price\natta,Atta,285\n")
    other.seek(0)
    with pytest.raises(UnknownSettlement):
        read(lakshmi, other)
    assert SettlementFile.objects.count() == 0

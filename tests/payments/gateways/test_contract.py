"""What is asked of every way to pay, a folder each in `kirana/payments/gateways`."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kirana.payments import gateways
from kirana.payments.gateways.contract import Answer, Charge, Gateway, GatewayError, Outcome, RefundAnswer, Returned
from kirana.payments.models import Payment
from tests.cast import NOW, a_key

FOLDERS = sorted(path.parent.name for path in Path(gateways.__file__).parent.glob("*/gateway.py"))
ENDINGS = range(100)  # the pretend gateway does a thing for each; for the others one amount is like another


def a_charge(ending: int = 0, *, key: str = "payment-7") -> Charge:
    """Some ₹570 for Asha's order."""
    return Charge("KM-10001", 570_00 + ending, key=key)


def ask(verb: object, charge: Charge, **more: str) -> Answer | RefundAnswer | GatewayError:
    """What comes of it: an answer, or the one error there is."""
    try:
        return verb(charge, **more)  # type: ignore[operator]
    except GatewayError as error:
        return error


FAR_SIDES = {"stripe": "stripe_wire", "razorpay": "razorpay_far", "upi_qr": "upi_address"}


@pytest.fixture(params=FOLDERS)
def gateway(request: pytest.FixtureRequest) -> Gateway:
    """Each gateway in its turn, connected to its far side where it has one."""
    if request.param in FAR_SIDES:
        request.getfixturevalue(FAR_SIDES[request.param])
    return gateways.by_code(request.param)


def test_every_folder_is_a_gateway_and_every_gateway_a_folder():
    assert sorted(gateways.ALL) == FOLDERS
    assert {"cash_on_delivery", "fake", "razorpay", "stripe", "upi_on_delivery", "upi_qr"} <= set(FOLDERS)


def test_its_code_is_its_folder_and_fits_its_column(gateway):
    folder = type(gateway).__module__.split(".")[-2]
    assert gateway.code == folder
    assert len(gateway.code) <= Payment._meta.get_field("gateway").max_length


@pytest.mark.parametrize("language", ["en", "hi"])
def test_its_button_has_words(gateway, language):
    with translation.override(language):
        assert str(gateway.label).strip()
        assert str(gateway.hint).strip()
        assert str(gateway.label) != str(gateway.hint)


VERBS = {
    "start": {},
    "confirm": {"gateway_reference": "its-own-id"},
    "capture": {"gateway_reference": "its-own-id"},
    "let_go": {"gateway_reference": "its-own-id"},
    "refund": {"gateway_reference": "its-own-id"},
    "confirm_refund": {"refund_reference": "its-refunds-id"},
}


@pytest.mark.parametrize(("verb", "more"), VERBS.items(), ids=list(VERBS))
def test_it_answers_with_an_outcome_or_the_one_error(gateway, verb, more):
    for ending in ENDINGS:
        answer = ask(getattr(gateway, verb), a_charge(ending), **more)
        if isinstance(answer, GatewayError):
            assert isinstance(answer.permanent, bool)
            assert str(answer)
        else:
            assert isinstance(answer.outcome, Returned if "refund" in verb else Outcome)
            assert answer.amount_paise == a_charge(ending).amount_paise
            assert len(answer.gateway_reference) <= Payment._meta.get_field("gateway_reference").max_length


@pytest.mark.parametrize(("verb", "more"), VERBS.items(), ids=list(VERBS))
def test_asked_again_with_the_same_key_it_says_the_same(gateway, verb, more):
    for ending in ENDINGS:
        first, second = (ask(getattr(gateway, verb), a_charge(ending), **more) for _ in range(2))
        assert (repr(first), type(first)) == (repr(second), type(second))


def test_a_decline_tells_asha_why(gateway):
    answers = [ask(gateway.start, a_charge(ending)) for ending in ENDINGS]
    for answer in answers:
        if isinstance(answer, Answer):
            assert bool(answer.reason) is (answer.outcome is Outcome.DECLINED)


def test_money_at_the_door_is_promised_and_other_money_is_not(gateway):
    outcomes = {
        answer.outcome for ending in ENDINGS if isinstance(answer := ask(gateway.start, a_charge(ending)), Answer)
    }
    assert (Outcome.PROMISED in outcomes) is gateway.is_paid_at_the_door
    if gateway.is_paid_at_the_door:
        assert outcomes == {Outcome.PROMISED}


@pytest.mark.parametrize("body", [b"", b"{}", b'{"event": "payment.captured", "amount": 57000}', b"\xff\xfe"])
def test_a_forged_message_is_refused_for_good(gateway, body):
    with pytest.raises(GatewayError) as refused:
        gateway.read_webhook(headers={"x-signature": "forged"}, body=body)
    assert refused.value.permanent is True


def test_a_browser_that_brings_nothing_along_is_not_refused(gateway):
    gateway.check_return(gateway_reference="its-own-id", said={})


@pytest.mark.parametrize("was_made", [True, False], ids=["made", "never made"])
def test_a_charge_whose_start_was_never_answered_is_let_go(gateway, request, was_made):
    """Its own id is not known: it is found by our key, or there is none, and none is made to be given up."""
    charge = Charge("KM-10001", 570_00, key=a_key(), at=NOW)
    far = request.getfixturevalue(FAR_SIDES[gateway.code]) if gateway.code in FAR_SIDES else None
    if was_made and hasattr(far, "lose"):
        far.lose = 1
        assert isinstance(ask(gateway.start, charge), GatewayError)
        far.forget_keys()
    elif was_made:
        ask(gateway.start, charge)
    if hasattr(far, "seen"):
        far.seen.clear()
    for _time in range(2):
        answer = gateway.let_go(charge, gateway_reference="")
        assert (answer.outcome, answer.amount_paise) == (Outcome.DECLINED, 570_00)
    if hasattr(far, "seen"):
        made = [path for verb, path in map(told, far.seen) if verb == "POST" and path.endswith(("/orders", "_intents"))]
        assert made == []
    if was_made and gateway.code == "stripe":
        assert [path.rsplit("/")[-1] for verb, path in map(told, far.seen) if verb == "POST"] == ["cancel"]


def told(request: object) -> tuple[str, str]:
    """The verb and the path of what was asked of a far side."""
    return (request.verb, request.path) if hasattr(request, "verb") else request  # type: ignore[return-value]


def test_forgetting_somebody_it_never_heard_of_is_done(gateway):
    for _time in range(2):
        gateway.forget("nobody-it-knows")


def test_only_a_gateway_that_keeps_says_what_it_calls_the_shopper(gateway):
    answer = ask(gateway.start, Charge("KM-10001", 570_00, key=a_key(), save=True))
    assert isinstance(answer, Answer)
    assert bool(answer.payer) is gateway.can_keep


def test_it_keeps_nothing(gateway, db):
    with CaptureQueriesContext(connection) as captured:
        ask(gateway.start, a_charge())
        ask(gateway.confirm, a_charge(), gateway_reference="its-own-id")
        ask(gateway.refund, a_charge(), gateway_reference="its-own-id")
    assert len(captured) == 0


def test_what_is_offered_is_what_the_settings_say_in_their_order(settings):
    settings.PAYMENT_METHODS = ["upi_on_delivery", "cash_on_delivery"]
    assert [gateway.code for gateway in gateways.offered()] == ["upi_on_delivery", "cash_on_delivery"]


def test_a_gateway_that_never_was_is_not_found():
    with pytest.raises(KeyError):
        gateways.by_code("barter")

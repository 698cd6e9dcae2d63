"""Stripe, by its real SDK, against a Stripe on this machine that nobody here wrote."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from kirana.payments import gateways
from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Outcome, RefundAnswer, Returned
from kirana.payments.gateways.stripe.reasons import REASONS, why_declined
from tests import cast
from tests.payments.gateways.far_sides import Wire

VISA = "4242424242424242"
REFUSED = "4000000000000341"
ASKS_THE_BANK = "4000002500003155"
ASKS_AND_IS_REFUSED = "4000008260003178"
HELD = "requires_capture"


@pytest.fixture
def gateway(stripe_wire: Wire) -> gateways.Gateway:
    """Stripe, connected."""
    return gateways.by_code("stripe")


@pytest.fixture
def browser(stripe_wire: Wire) -> "Browser":
    """Asha's, in which Stripe's element speaks to Stripe."""
    return Browser(stripe_wire.to)


class Browser:
    """What Stripe's element does with the client secret, when Asha types a card and presses Pay."""

    def __init__(self, base: str) -> None:
        self.api = StripeClient("sk_test_element", base_addresses={"api": base}).v1

    def types(self, number: str, intent: str) -> None:
        card = {"number": number, "exp_month": 12, "exp_year": 2031, "cvc": "123"}
        method = self.api.payment_methods.create({"type": "card", "card": card})  # type: ignore[typeddict-item]
        self.api.payment_intents.update(intent, {"payment_method": method.id})

    def pays(self, number: str, intent: str) -> None:
        self.types(number, intent)
        try:
            self.api.payment_intents.confirm(intent)
        except stripe.CardError:
            pass  # the element shows it; the intent stays open for another card
        except stripe.InvalidRequestError as error:
            assert error.code == "card_declined"

    def answers_the_bank(self, intent: str, *, yes: bool) -> None:
        secret = self.api.payment_intents.retrieve(intent).client_secret
        facts = {"client_secret": secret, "success": yes}
        try:
            self.api.payment_intents._request(
                "post", f"/v1/payment_intents/{intent}/_authenticate", base_address="api", params=facts
            )
        except stripe.StripeError as error:
            assert error.code == "card_declined"


def a_charge(amount_paise: int = 570_00, **more: Any) -> Charge:
    return Charge("KM-10001", amount_paise, **{"key": cast.a_key(), **more})


def held(gateway: gateways.Gateway, browser: Browser, charge: Charge) -> str:
    """Asha's card, held; the intent's id."""
    intent = gateway.start(charge).gateway_reference
    browser.pays(VISA, intent)
    return intent


# --- paying -------------------------------------------------------------------------------------------


def test_starting_gives_the_page_what_it_needs_and_takes_nothing(gateway, stripe_wire):
    charge = a_charge()
    answer = gateway.start(charge)
    assert (answer.outcome, answer.amount_paise, answer.reason) == (Outcome.PENDING, 570_00, "")
    assert answer.next_step["publishable_key"] == "pk_test_lakshmi"
    assert answer.next_step["client_secret"].startswith(f"{answer.gateway_reference}_secret_")
    (asked,) = stripe_wire.posts("/payment_intents")
    assert asked.key == f"KM-10001-{charge.key}-start"
    assert (asked["amount"], asked["currency"], asked["capture_method"]) == ("57000", "inr", "manual")
    assert (asked["allowed_payment_method_types[0]"], asked["metadata[reference]"]) == ("card", "KM-10001")
    assert "setup_future_usage" not in asked.body
    assert "customer" not in asked.body


def test_asha_pays_and_the_money_is_held_then_taken(gateway, browser):
    charge = a_charge()
    intent = gateway.start(charge).gateway_reference
    assert gateway.confirm(charge, gateway_reference=intent).outcome is Outcome.PENDING
    browser.pays(VISA, intent)
    assert gateway.confirm(charge, gateway_reference=intent) == Answer(Outcome.AUTHORISED, intent, 570_00)
    assert gateway.capture(charge, gateway_reference=intent) == Answer(Outcome.CAPTURED, intent, 570_00)
    assert gateway.confirm(charge, gateway_reference=intent) == Answer(Outcome.CAPTURED, intent, 570_00)


def test_a_refused_card_is_told_and_another_one_can_be_used(gateway, browser):
    charge = a_charge()
    intent = gateway.start(charge).gateway_reference
    browser.pays(REFUSED, intent)
    refused = gateway.confirm(charge, gateway_reference=intent)
    assert refused.outcome is Outcome.PENDING
    assert refused.reason == "The bank refused the card. Please ask the bank, or pay in another way."
    assert refused.next_step["client_secret"]
    second = gateway.let_go(charge, gateway_reference=intent)
    assert (second.outcome, second.reason) == (Outcome.DECLINED, refused.reason)


def test_the_bank_asks_asha_and_she_says_yes(gateway, browser):
    charge = a_charge()
    intent = gateway.start(charge).gateway_reference
    browser.pays(ASKS_THE_BANK, intent)
    waiting = gateway.confirm(charge, gateway_reference=intent)
    assert (waiting.outcome, waiting.reason) == (Outcome.PENDING, "")
    assert waiting.next_step["client_secret"]
    browser.answers_the_bank(intent, yes=True)
    assert gateway.confirm(charge, gateway_reference=intent) == Answer(Outcome.AUTHORISED, intent, 570_00)


def test_the_bank_asks_asha_and_she_says_no(gateway, browser):
    charge = a_charge()
    intent = gateway.start(charge).gateway_reference
    browser.pays(ASKS_THE_BANK, intent)
    browser.answers_the_bank(intent, yes=False)
    answer = gateway.confirm(charge, gateway_reference=intent)
    assert answer.outcome is Outcome.PENDING
    assert answer.reason == "Your bank did not get your confirmation. Please try again."


def test_the_bank_asks_believes_her_and_still_refuses(gateway, browser):
    charge = a_charge()
    intent = gateway.start(charge).gateway_reference
    browser.pays(ASKS_AND_IS_REFUSED, intent)
    browser.answers_the_bank(intent, yes=True)
    answer = gateway.confirm(charge, gateway_reference=intent)
    assert (answer.outcome, bool(answer.reason)) == (Outcome.PENDING, True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, "not enough money"),
        ({"code": "expired_card"}, "expired"),
        ({"code": "incorrect_cvc", "decline_code": "incorrect_cvc"}, "security code"),
        ({"code": "payment_intent_authentication_failure"}, "confirmation"),
        ({"code": "card_declined", "decline_code": "stolen_card"}, "ask the bank"),  # never said aloud
        ({"code": "card_declined", "decline_code": "fraudulent"}, "ask the bank"),
        ({}, "ask the bank"),
    ],
)
def test_a_refusal_is_a_sentence_a_shopper_can_act_on(error, words):
    assert words in why_declined(error)


def test_no_refusal_is_told_in_the_words_of_a_machine():
    assert len(REASONS) > 20
    assert [reason for reason in REASONS.values() if "_" in str(reason) or not str(reason).endswith(".")] == []


# --- taking less, letting go, giving back ---------------------------------------------------------------


def test_less_is_taken_than_was_held_because_the_tomatoes_weighed_less(gateway, browser, stripe_wire):
    asked = a_charge(600_00)
    intent = held(gateway, browser, asked)
    bill = Charge("KM-10001", 548_50, key=cast.a_key())
    assert gateway.capture(bill, gateway_reference=intent) == Answer(Outcome.CAPTURED, intent, 548_50)
    (taken,) = stripe_wire.posts("/capture")
    assert (taken["amount_to_capture"], taken.key) == ("54850", f"KM-10001-{bill.key}-capture")
    assert gateway.confirm(asked, gateway_reference=intent) == Answer(Outcome.CAPTURED, intent, 548_50)


def test_more_than_is_held_is_never_taken(gateway, browser):
    intent = held(gateway, browser, a_charge(500_00))
    with pytest.raises(GatewayError) as refused:
        gateway.capture(a_charge(500_01), gateway_reference=intent)
    assert refused.value.permanent is True
    assert gateway.confirm(a_charge(500_00), gateway_reference=intent).outcome is Outcome.AUTHORISED


def test_what_is_held_is_let_go(gateway, browser):
    charge = a_charge()
    intent = held(gateway, browser, charge)
    gone = gateway.let_go(charge, gateway_reference=intent)
    assert (gone.outcome, gone.reason) == (Outcome.DECLINED, "The payment was not finished.")
    assert gateway.let_go(charge, gateway_reference=intent) == gone
    assert gateway.confirm(charge, gateway_reference=intent).outcome is Outcome.DECLINED


def test_what_stripe_made_and_we_never_heard_of_is_let_go_too(gateway, stripe_wire):
    charge = a_charge()
    stripe_wire.lose = 1
    with pytest.raises(GatewayError):
        gateway.start(charge)
    gone = gateway.let_go(charge, gateway_reference="")
    assert gone.outcome is Outcome.DECLINED
    assert [one.path for one in stripe_wire.posts("/cancel")] == [
        f"/v1/payment_intents/{gone.gateway_reference}/cancel"
    ]


def test_it_is_too_late_to_let_go_of_what_was_taken(gateway, browser, stripe_wire):
    charge = a_charge()
    intent = held(gateway, browser, charge)
    gateway.capture(charge, gateway_reference=intent)
    assert gateway.let_go(charge, gateway_reference=intent) == Answer(Outcome.CAPTURED, intent, 570_00)
    assert stripe_wire.posts("/cancel") == []


def test_all_of_it_goes_back(gateway, browser):
    charge = a_charge()
    intent = held(gateway, browser, charge)
    gateway.capture(charge, gateway_reference=intent)
    back = gateway.refund(a_charge(), gateway_reference=intent)
    assert back == RefundAnswer(Returned.DONE, back.gateway_reference, 570_00)
    assert back.gateway_reference.startswith("re_")
    assert gateway.confirm_refund(charge, refund_reference=back.gateway_reference) == back


def test_parts_of_it_go_back_and_never_more_than_was_taken(gateway, browser, stripe_wire):
    """The stand-in would give back more than was taken; we do not ask it to."""
    intent = held(gateway, browser, a_charge(600_00))
    gateway.capture(a_charge(500_00), gateway_reference=intent)
    for amount in (120_00, 300_00):
        assert gateway.refund(a_charge(amount), gateway_reference=intent).amount_paise == amount
    with pytest.raises(GatewayError, match="only 8000 paise") as refused:
        gateway.refund(a_charge(80_01), gateway_reference=intent)
    assert refused.value.permanent is True
    assert [one["amount"] for one in stripe_wire.posts("/refunds")] == ["12000", "30000"]
    assert gateway.refund(a_charge(80_00), gateway_reference=intent).outcome is Returned.DONE


def test_the_same_refund_asked_for_again_is_one_refund_even_when_stripe_has_forgotten_the_key(
    gateway, browser, stripe_wire
):
    intent = held(gateway, browser, a_charge())
    gateway.capture(a_charge(), gateway_reference=intent)
    part = a_charge(100_00)
    first = gateway.refund(part, gateway_reference=intent)
    stripe_wire.forget_keys()
    assert gateway.refund(part, gateway_reference=intent) == first
    assert len(stripe_wire.posts("/refunds")) == 1


def test_nothing_goes_back_of_what_was_never_taken(gateway, browser, stripe_wire):
    intent = held(gateway, browser, a_charge())
    with pytest.raises(GatewayError, match="only 0 paise"):
        gateway.refund(a_charge(1), gateway_reference=intent)
    assert stripe_wire.posts("/refunds") == []


# --- what a network does ----------------------------------------------------------------------------------


def test_the_answer_to_starting_is_lost_and_it_is_the_same_charge_again(gateway, stripe_wire):
    charge = a_charge()
    stripe_wire.lose = 1
    with pytest.raises(GatewayError) as lost:
        gateway.start(charge)
    assert lost.value.permanent is False
    again = gateway.start(charge)
    assert gateway.confirm(charge, gateway_reference="").gateway_reference == again.gateway_reference
    first, *others = stripe_wire.posts("/payment_intents")
    assert all(one == first for one in others)


def test_money_was_taken_and_the_answer_lost_it_is_looked_up_and_taken_once(gateway, browser, stripe_wire):
    charge = a_charge()
    intent = held(gateway, browser, charge)
    stripe_wire.lose = 1
    with pytest.raises(GatewayError) as lost:
        gateway.capture(charge, gateway_reference=intent)
    assert lost.value.permanent is False
    stripe_wire.forget_keys()  # not even Stripe's memory is needed
    assert gateway.capture(charge, gateway_reference=intent) == Answer(Outcome.CAPTURED, intent, 570_00)
    assert len(stripe_wire.posts("/capture")) == 1


def test_a_refund_was_made_and_the_answer_lost_it_is_found_and_made_once(gateway, browser, stripe_wire):
    intent = held(gateway, browser, a_charge())
    gateway.capture(a_charge(), gateway_reference=intent)
    part = a_charge(200_00)
    stripe_wire.lose = 1
    with pytest.raises(GatewayError):
        gateway.refund(part, gateway_reference=intent)
    stripe_wire.forget_keys()
    assert gateway.refund(part, gateway_reference=intent).outcome is Returned.DONE
    assert len(stripe_wire.posts("/refunds")) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 429, 401, 403])
def test_what_passes_may_be_tried_again(gateway, stripe_wire, status):
    stripe_wire.answer_with = [status]
    with pytest.raises(GatewayError) as refused:
        gateway.start(a_charge())
    assert refused.value.permanent is False


def test_what_is_wrong_stays_wrong(gateway):
    with pytest.raises(GatewayError) as unknown:
        gateway.confirm(a_charge(), gateway_reference="pi_unknown")
    assert unknown.value.permanent is True
    charge = a_charge()
    gateway.start(charge)
    with pytest.raises(GatewayError) as another:  # one key, two amounts
        gateway.start(Charge("KM-10001", 571_00, key=charge.key))
    assert another.value.permanent is True


def test_nobody_there_may_be_tried_again(gateway, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(GatewayError) as refused:
        gateway.start(a_charge())
    assert refused.value.permanent is False


# --- cards that are kept because the shopper asked --------------------------------------------------------


def test_a_card_is_kept_only_because_asha_ticked_it(gateway, stripe_wire):
    answer = gateway.start(a_charge(save=True))
    assert answer.payer.startswith("cus_")
    (asked,) = stripe_wire.posts("/payment_intents")
    assert asked["customer"] == answer.payer
    assert asked["payment_method_options[card][setup_future_usage]"] == "on_session"


def test_next_time_asha_is_shown_the_card_she_kept(gateway, stripe_wire):
    payer = gateway.start(a_charge(save=True)).payer
    again = gateway.start(a_charge(payer=payer))
    assert again.next_step["customer_session"] == f"cuss_secret_{payer}"
    assert "setup_future_usage" not in stripe_wire.posts("/payment_intents")[-1].body


def test_asha_has_it_forgotten_and_nothing_of_it_stops_her_next_order(gateway, stripe_wire):
    payer = gateway.start(a_charge(save=True)).payer
    for _time in range(2):
        gateway.forget(payer)
    assert [one.path for one in stripe_wire.seen if one.verb == "DELETE"] == [f"/v1/customers/{payer}"]
    again = gateway.start(a_charge(payer=payer))
    assert (again.outcome, "customer_session" in again.next_step) == (Outcome.PENDING, False)
    assert "customer" not in stripe_wire.posts("/payment_intents")[-1].body

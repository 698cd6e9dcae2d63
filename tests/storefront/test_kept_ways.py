"""A card that Asha asked to be kept: only because she ticked it, shown to her alone, and forgotten when she says so."""

import pytest

from kirana.core.models import AuditEntry
from kirana.flows.ask_gateways import ask_payment
from kirana.payments.gateways.contract import Charge
from kirana.payments.gateways.fake.gateway import Fake
from kirana.payments.models import Payment, SavedPayer
from tests.cast import BY, LATER, Lakshmi, a_key
from tests.flows.totals import ending_in
from tests.storefront.visitors import a_visitor, carrying, nothing_is_written, the_form

pytestmark = pytest.mark.usefixtures("it_is_now")
BOX = 'name="keep_way"'


@pytest.fixture(autouse=True)
def methods(settings) -> None:
    settings.PAYMENT_METHODS = ["cash_on_delivery", "fake"]


@pytest.fixture
def asked(monkeypatch) -> list[Charge]:
    """The charges that the pretend gateway was asked for."""
    charges: list[Charge] = []
    start = Fake.start

    def listening(self: Fake, charge: Charge) -> object:
        charges.append(charge)
        return start(self, charge)

    monkeypatch.setattr(Fake, "start", listening)
    return charges


def orders(lakshmi: Lakshmi, *, method: str = "fake", of=None, **typed: str) -> None:
    """Press the button, signed in unless nobody is named."""
    cart = lakshmi.a_cart_of(of=of, atta=2)
    form = the_form(lakshmi, cart, payment_method=method, key=a_key() + "-of-the-form", **typed)
    assert carrying(a_visitor(of.user if of else None), cart).post("/checkout/", form).status_code == 302


def kept(lakshmi: Lakshmi) -> list[tuple[int, str, str]]:
    return list(SavedPayer.objects.values_list("customer_id", "gateway", "payer"))


def test_the_box_is_there_for_who_is_signed_in_and_never_ticked(lakshmi):
    cart = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    page = carrying(a_visitor(lakshmi.asha.user), cart).get("/checkout/").content.decode()
    assert f'<input type="checkbox" {BOX}>' in page
    assert "Pretend payment: keep it for my next order." in page
    guests = lakshmi.a_cart_of(atta=2)
    assert BOX not in carrying(a_visitor(), guests).get("/checkout/").content.decode()


def test_where_no_gateway_keeps_anything_there_is_no_box(lakshmi, settings):
    settings.PAYMENT_METHODS = ["cash_on_delivery"]
    cart = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    assert BOX not in carrying(a_visitor(lakshmi.asha.user), cart).get("/checkout/").content.decode()


def test_a_form_that_comes_back_keeps_the_tick(lakshmi):
    cart = lakshmi.a_cart_of(of=lakshmi.asha, atta=2)
    form = the_form(lakshmi, cart, payment_method="fake", keep_way="on", phone="1")
    answer = carrying(a_visitor(lakshmi.asha.user), cart).post("/checkout/", form)
    assert answer.status_code == 422
    assert f'<input type="checkbox" {BOX} checked>' in answer.content.decode()


def test_unticked_nothing_is_kept(lakshmi, asked):
    orders(lakshmi, of=lakshmi.asha)
    assert (asked[-1].save, asked[-1].payer, kept(lakshmi)) == (False, "", [])


def test_ticked_it_is_kept_and_the_next_charge_names_her(lakshmi, asked):
    orders(lakshmi, of=lakshmi.asha, keep_way="on")
    payment = Payment.objects.get()
    assert asked[-1].save is True
    assert kept(lakshmi) == [(lakshmi.asha.pk, "fake", f"payer-{payment.gateway_key}")]
    orders(lakshmi, of=lakshmi.asha)
    assert (asked[-1].payer, asked[-1].save) == (f"payer-{payment.gateway_key}", False)
    orders(lakshmi, of=lakshmi.bilal)
    assert asked[-1].payer == ""


@pytest.mark.parametrize("method", ["fake", "cash_on_delivery"])
def test_a_guest_s_tick_and_cash_keep_nothing(lakshmi, method):
    orders(lakshmi, method=method, keep_way="on")
    orders(lakshmi, method="cash_on_delivery", of=lakshmi.asha, keep_way="on")
    assert kept(lakshmi) == []


def test_it_is_kept_only_when_the_money_is_there(lakshmi):
    """₹555.02: the pretend gateway does not know yet, and then it does."""
    cart = ending_in(lakshmi, 2)
    asha = {"by": lakshmi.asha.user.as_customer(), "account_of": lakshmi.asha.pk, "keep_way": True}
    type(cart).objects.filter(pk=cart.pk).update(customer=lakshmi.asha)
    cart.refresh_from_db()
    lakshmi.place(cart, payment_method="fake", **asha)
    payment = Payment.objects.get()
    assert (payment.state, payment.payer != "", kept(lakshmi)) == ("started", True, [])
    ask_payment(payment=payment, by=BY, at=LATER)
    assert kept(lakshmi) == [(lakshmi.asha.pk, "fake", payment.payer)]


# --- the account page -----------------------------------------------------------------------------------


@pytest.fixture
def ashas(lakshmi) -> SavedPayer:
    orders(lakshmi, of=lakshmi.asha, keep_way="on")
    return SavedPayer.objects.get()


def test_asha_sees_it_and_has_it_forgotten(lakshmi, ashas, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(Fake, "forget", lambda _self, payer: told.append(payer))
    browser = a_visitor(lakshmi.asha.user)
    page = browser.get("/account/").content.decode()
    assert "Kept for your next order" in page
    assert ashas.payer not in page
    answer = browser.post(f"/account/ways/{ashas.pk}/removal/", follow=True)
    assert "It is forgotten, here and by the payment company." in answer.content.decode()
    assert "Kept for your next order" not in answer.content.decode()
    assert (told, kept(lakshmi)) == ([ashas.payer], [])
    assert AuditEntry.objects.get(action="payments.forget_payer").detail == {"gateway": "fake"}


def test_bilal_neither_sees_nor_forgets_hers(lakshmi, ashas):
    browser = a_visitor(lakshmi.bilal.user)
    assert "Kept for your next order" not in browser.get("/account/").content.decode()
    with nothing_is_written():
        assert browser.post(f"/account/ways/{ashas.pk}/removal/").status_code == 404
        assert a_visitor().post(f"/account/ways/{ashas.pk}/removal/").status_code == 302


def test_while_the_gateway_is_out_of_reach_it_stays_listed(lakshmi, ashas):
    SavedPayer.objects.update(payer="payer-out-of-reach")
    with nothing_is_written():
        answer = a_visitor(lakshmi.asha.user).post(f"/account/ways/{ashas.pk}/removal/")
    assert answer.status_code == 503
    assert "so it is still kept. Try again." in answer.content.decode()


# --- the payment page -----------------------------------------------------------------------------------


def test_kept_cards_are_shown_to_who_kept_them_and_not_to_everyone_with_the_address(lakshmi, settings):
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_lakshmi"
    cart = ending_in(lakshmi, 2)
    order = lakshmi.place(cart, payment_method="fake")
    type(order).objects.filter(pk=order.pk).update(customer=lakshmi.asha)
    step = {"publishable_key": "pk", "client_secret": "pi_secret", "customer_session": "cuss_secret"}
    Payment.objects.update(gateway="stripe", next_step=step)
    address = f"/orders/{order.token}/payment/"
    assert "cuss_secret" in a_visitor(lakshmi.asha.user).get(address).content.decode()
    for other in (None, lakshmi.bilal.user):
        page = a_visitor(other).get(address).content.decode()
        assert "pi_secret" in page
        assert "cuss_secret" not in page

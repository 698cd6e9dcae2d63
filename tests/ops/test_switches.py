"""Switches: what Chitra and Esha turn when something is wrong, and what the shop no longer does then."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import translation

from kirana.core.actors import system
from kirana.core.audit import AuditEntry
from kirana.flows.place_order import OrderingIsPaused, PaymentIsPaused
from kirana.ops import switches, tasks
from kirana.ops.switches import Switch, SwitchPosition, WhyIsMissing
from kirana.payments import gateways
from kirana.stores.models import Store
from tests.cast import NOW, PASSWORD
from tests.storefront.visitors import a_visitor, carrying, every_row, the_form

pytestmark = pytest.mark.usefixtures("in_english")
ESHA = system("Esha")
HOUR = timedelta(hours=1)


@pytest.fixture
def in_english():
    """A request in Hindi leaves Hindi in force; the next test starts in English."""
    with translation.override("en"):
        yield


def turn_on(switch: Switch, detail: str = "", **more) -> None:
    switches.turn_on(switch=switch, detail=detail, by=ESHA, at=NOW, why="the van broke down", **more)


def test_every_switch_is_off_until_someone_turns_it(lakshmi):
    switches.kept.forget()
    assert [switches.is_on(switch) for switch in Switch] == [False] * 5


def test_a_switch_says_who_turned_it_when_why_and_until(lakshmi):
    turn_on(Switch.PAUSE_ORDERING, until=NOW + HOUR)
    (row,) = switches.turned_on()
    assert (str(row), row.by, row.at, row.why, row.until) == (
        "pause_ordering",
        "system: Esha",
        NOW,
        "the van broke down",
        NOW + HOUR,
    )


def test_without_a_reason_nothing_is_turned(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(WhyIsMissing):
        switches.turn_on(switch=Switch.READ_ONLY, by=ESHA, at=NOW, why="  ")
    assert SwitchPosition.objects.count() == 0


def test_every_turn_is_in_the_log_and_turning_off_what_is_off_is_none(lakshmi):
    turn_on(Switch.PAUSE_PAYMENT, "fake")
    for _ in range(2):
        switches.turn_off(switch=Switch.PAUSE_PAYMENT, detail="fake", by=ESHA, at=NOW)
    turns = AuditEntry.objects.filter(action__startswith="switch.").values_list("action", "subject")
    assert list(turns) == [("switch.on", "switch:pause_payment:fake"), ("switch.off", "switch:pause_payment:fake")]


def test_pages_that_were_kept_are_drawn_anew_when_a_switch_is_turned(lakshmi):
    before = Store.objects.get().catalogue_version
    turn_on(Switch.PAUSE_ORDERING)
    assert Store.objects.get().catalogue_version == before + 1


def test_a_switch_with_an_end_is_turned_off_by_the_job_when_it_has_come(lakshmi, monkeypatch):
    turn_on(Switch.PAUSE_ORDERING, until=NOW + HOUR)
    turn_on(Switch.LOCK_STAFF)
    assert switches.release(at=NOW + HOUR - timedelta(seconds=1)) == 0
    monkeypatch.setattr("kirana.core.clock.now", lambda: NOW + HOUR)
    tasks.release_switches()
    assert [str(row) for row in switches.turned_on()] == ["lock_staff"]


def test_the_command_turns_and_tells(lakshmi, capsys):
    call_command("switch", "read_only", "on", why="moving the database", minutes=20)
    assert "read_only is on since" in capsys.readouterr().out
    call_command("switch", "read_only", "off")
    assert capsys.readouterr().out == "Every switch is off.\n"


# --- ordering ---------------------------------------------------------------------------------------


def test_while_ordering_is_paused_asha_places_nothing_and_keeps_her_basket(lakshmi, nothing_moves):
    cart = lakshmi.a_cart_of(atta=2)
    turn_on(Switch.PAUSE_ORDERING)
    with nothing_moves(), pytest.raises(OrderingIsPaused):
        lakshmi.place(cart)
    assert lakshmi.quote_of(cart).bill.goods_paise == 570_00


def test_a_way_to_pay_that_is_paused_is_not_offered_and_not_taken(lakshmi, nothing_moves):
    turn_on(Switch.PAUSE_PAYMENT, "cash_on_delivery")
    assert [gateway.code for gateway in gateways.offered()] == ["upi_on_delivery"]
    cart = lakshmi.a_cart_of(atta=2)
    with nothing_moves(), pytest.raises(PaymentIsPaused):
        lakshmi.place(cart)
    assert lakshmi.place(cart, payment_method="upi_on_delivery").payment_method == "upi_on_delivery"


def test_the_checkout_comes_back_as_typed_with_the_reason(lakshmi, it_is_now):
    cart = lakshmi.a_cart_of(atta=2)
    form = the_form(lakshmi, cart)
    turn_on(Switch.PAUSE_ORDERING)
    answer = carrying(a_visitor(), cart).post("/checkout/", form)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "We are not taking orders for a little while. Your basket will wait for you." in page
    assert "Flat 3B, Palm Grove, 12th Main" in page


# --- pages ------------------------------------------------------------------------------------------


def test_every_page_of_the_shop_says_that_ordering_is_paused_and_until_when(lakshmi, it_is_now):
    turn_on(Switch.PAUSE_ORDERING, until=NOW + HOUR)
    assert "We are not taking orders just now." in a_visitor().get("/").content.decode()
    assert "Until about 2 Mar, 10 am." in a_visitor().get("/shelves/").content.decode()
    assert "अभी हम ऑर्डर नहीं ले रहे हैं" in a_visitor().get("/hi/").content.decode()


def test_a_lock_on_staff_sign_in_is_no_shoppers_business(lakshmi, it_is_now):
    turn_on(Switch.LOCK_STAFF)
    assert "shop-notice" not in a_visitor().get("/").content.decode()


def test_a_read_only_shop_shows_everything_and_takes_nothing(lakshmi, it_is_now):
    turn_on(Switch.READ_ONLY)
    before = every_row()
    refused = a_visitor().post("/basket/lines/", {"listing": lakshmi["atta"].pk, "quantity": 1})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "300")
    assert a_visitor(lakshmi.chitra.user).post("/staff/delivery/terms/", {}).status_code == 503
    assert every_row() == before
    assert a_visitor().get("/").status_code == 200


def test_in_a_read_only_shop_one_can_sign_in_and_out(lakshmi, it_is_now):
    turn_on(Switch.READ_ONLY)
    esha = a_visitor()
    assert esha.post("/account/login/", {"login": "esha@lakshmi.example", "password": PASSWORD}).status_code == 302
    assert esha.post("/account/logout/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/hi/", "/basket/", "/staff/"])
def test_under_maintenance_every_page_says_so(path, lakshmi, it_is_now):
    turn_on(Switch.MAINTENANCE)
    answer = a_visitor().get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    said = "हम दुकान ठीक कर रहे हैं" if path == "/hi/" else "We are putting the shop in order"
    assert said in answer.content.decode()


def test_under_maintenance_the_sign_in_page_stays_open(lakshmi, it_is_now):
    turn_on(Switch.MAINTENANCE)
    assert a_visitor().get("/account/login/").status_code == 200
    assert a_visitor().get("/hi/account/login/").status_code == 200


# --- staff sign-in ----------------------------------------------------------------------------------


def test_with_staff_sign_in_locked_pooja_stays_outside_and_asha_comes_in(lakshmi, it_is_now):
    turn_on(Switch.LOCK_STAFF)
    pooja, asha = a_visitor(), a_visitor()
    refused = pooja.post("/account/login/", {"login": "pooja@lakshmi.example", "password": PASSWORD})
    assert refused.status_code == 403
    assert "Nobody who works here can sign in just now." in refused.content.decode()
    assert pooja.get("/staff/").status_code == 302
    assert asha.post("/account/login/", {"login": "asha@example.com", "password": PASSWORD}).status_code == 302


def test_who_is_already_at_work_stays_in(lakshmi, it_is_now):
    esha = a_visitor(lakshmi.esha.user)
    turn_on(Switch.LOCK_STAFF)
    assert esha.get("/staff/").status_code == 200

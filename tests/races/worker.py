"""A process of a race: many threads, each with a connection of its own, all let go at once.

    python -m tests.races.worker

It reads one line of JSON, the runs: `{"verb": "place", …}` each; sets up a thread for each run; says `ready`; waits for
a line; and writes one line of JSON with what came of each run, in their order: `done`, or the code of the refusal.
The database is that of `DATABASE_URL`.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

Run = dict[str, Any]


def main() -> None:
    """Run the race this process has been given."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kirana.config.settings.test")
    import django

    django.setup()
    runs: list[Run] = json.loads(sys.stdin.readline())
    ends = [""] * len(runs)
    gate = threading.Barrier(len(runs) + 1)
    threads = [threading.Thread(target=_race, args=(run, ends, place, gate)) for place, run in enumerate(runs)]
    for thread in threads:
        thread.start()
    gate.wait()  # every thread has its connection
    print("ready", flush=True)
    sys.stdin.readline()
    gate.wait()
    for thread in threads:
        thread.join()
    print(json.dumps(ends), flush=True)


def _race(run: Run, ends: list[str], place: int, gate: threading.Barrier) -> None:
    from django.db import connection

    from kirana.core.errors import ShopError

    try:
        connection.ensure_connection()
        verb = VERBS[run.pop("verb")]
    except Exception:
        gate.abort()  # nobody shall wait for a thread that will not come
        raise
    gate.wait()
    gate.wait()
    try:
        ends[place] = verb(**run)
    except ShopError as refusal:
        ends[place] = refusal.code
    except Exception as error:
        ends[place] = f"{type(error).__name__}: {error}"
    finally:
        connection.close()


def _place(*, key: str, cart_id: int, slot_id: int, shown_total_paise: int) -> str:
    """Press the button; the number of the order that came of it."""
    from kirana.cart.models import Cart
    from kirana.core.actors import GUEST
    from kirana.flows.place_order import Wish, place_order
    from kirana.stores import selectors as stores
    from tests.cast import NOW, PINCODE

    wish = Wish(
        name="A shopper",
        phone="+919845011001",
        email="",
        address_line="12th Main",
        landmark="",
        pincode=PINCODE,
        note="",
        slot_id=slot_id,
        payment_method="cash_on_delivery",
        language="en",
        shown_total_paise=shown_total_paise,
    )
    cart = Cart.objects.get(pk=cart_id)
    return place_order(key=key, cart=cart, store=stores.current(), wish=wish, by=GUEST, at=NOW).number


def _move(*, order_id: int, flow: str) -> str:
    """Make a move of an order as it was read just now."""
    from kirana.core.actors import system
    from kirana.flows.cancel_order import cancel_order
    from kirana.flows.fulfil_order import accept_order, pack_order
    from kirana.orders.models import Order
    from tests.cast import NOW

    flows: dict[str, Callable[..., Any]] = {"accept": accept_order, "pack": pack_order}
    order = Order.objects.get(pk=order_id)
    if flow == "cancel":
        cancel_order(order=order, by=system("race"), at=NOW, why="raced")
    else:
        flows[flow](order=order, by=system("race"), at=NOW)
    return "done"


def _dispatch(*, order_ids: list[int], rider_id: int) -> str:
    """Hand over one parcel after another; the numbers of their invoices."""
    from kirana.accounts.models import User
    from kirana.core.actors import system
    from kirana.flows.fulfil_order import hand_over_order
    from kirana.invoicing.models import Document
    from kirana.orders.models import Order
    from tests.cast import NOW

    rider = User.objects.get(pk=rider_id)
    for order in Order.objects.filter(pk__in=order_ids):
        hand_over_order(order=order, rider=rider, by=system("race"), at=NOW)
    written = Document.objects.filter(reference__in=Order.objects.filter(pk__in=order_ids).values("number"))
    return " ".join(written.values_list("number", flat=True))


def _credit(*, order_id: int, amount_paise: int) -> str:
    """Take an amount back from the invoice of an order."""
    from kirana.core.actors import system
    from kirana.flows.credit_order import credit_order
    from kirana.orders.models import Order
    from tests.cast import NOW

    order = Order.objects.get(pk=order_id)
    credit_order(order=order, amount_paise=amount_paise, by=system("race"), at=NOW, why="raced")
    return "done"


def _refund(*, order_id: int, amount_paise: int, key: str) -> str:
    """Give an amount of an order's money back."""
    from kirana.core.actors import system
    from kirana.flows.refund_order import refund_order
    from kirana.orders.models import Order
    from tests.cast import NOW

    order = Order.objects.get(pk=order_id)
    refund_order(order=order, amount_paise=amount_paise, key=key, by=system("race"), at=NOW, why="torn")
    return "done"


def _settle(*, payment_id: int, outcome: str) -> str:
    """A gateway's answer arrives."""
    from kirana.core.actors import system
    from kirana.flows.settle_payment import settle
    from kirana.payments.gateways.contract import Answer, Outcome
    from kirana.payments.models import Payment
    from tests.cast import NOW

    payment = Payment.objects.get(pk=payment_id)
    answer = Answer(Outcome(outcome), gateway_reference="pay_42", amount_paise=payment.amount_paise)
    settle(payment=payment, answer=answer, by=system("race"), at=NOW)
    return "done"


def _number(*, series: str) -> str:
    """Draw the next number of a gapless series, in a transaction that also writes to the log."""
    from kirana.core import audit, locks, numbers
    from kirana.core.actors import system
    from tests.cast import NOW

    with locks.transaction():
        number = numbers.next_in(series=series)
        audit.record(action="race", subject=f"number:{number}", by=system("race"), at=NOW)
    return str(number)


def _write_off(*, listing_id: int, quantity: int) -> str:
    """Take goods off the shelf."""
    from kirana.core.actors import system
    from kirana.inventory import services as inventory
    from tests.cast import NOW

    inventory.write_off(listing_id=listing_id, quantity=quantity, by=system("race"), at=NOW, why="raced")
    return "done"


def _put_in_cart(*, cart_id: int, listing_id: int, quantity: int) -> str:
    """Press + once."""
    from kirana.cart import services as carts
    from kirana.cart.models import Cart
    from tests.cast import NOW

    carts.add(cart=Cart.objects.get(pk=cart_id), listing_id=listing_id, quantity=quantity, at=NOW)
    return "done"


def _charge(*, method: str, customer_id: int, amount_paise: int, key: str) -> str:
    """Charge a customer's account."""
    from kirana.core.actors import system
    from kirana.payments.ledgers import methods
    from tests.cast import NOW

    methods.by_code(method).charge(
        customer_id=customer_id, reference="KM-1", amount_paise=amount_paise, key=key, by=system("race"), at=NOW
    )
    return "done"


def _close_day(*, store_id: int) -> str:
    """Close today's books."""
    from kirana.core.actors import system
    from kirana.flows.close_day import close_day
    from tests.cast import NOW

    close_day(store_id=store_id, on=NOW.date(), by=system("race"), at=NOW)
    return "done"


def _use_utr(*, place: str, number: int, utr: str) -> str:
    """Type a UTR: for an order that waits for its money, or for a khata."""
    from kirana.core.actors import system
    from kirana.flows.confirm_transfer import received
    from kirana.payments.ledgers import khata
    from kirana.payments.ledgers.models import Means
    from tests.cast import NOW

    by = system("race")
    if place == "order":
        received(payment_id=number, utr=utr, by=by, at=NOW)
    else:
        facts = {"amount_paise": 100_00, "means": Means.UPI, "utr": utr, "key": f"p{number}"}
        khata.repay(account_id=number, **facts, by=by, at=NOW)  # type: ignore[arg-type]
    return "done"


def _end_place(*, place_id: int) -> str:
    """End someone's place."""
    from kirana.accounts import services as accounts
    from kirana.accounts.models import StaffMember
    from tests.cast import BY, NOW

    accounts.end_place(place=StaffMember.objects.get(pk=place_id), by=BY, at=NOW, why="a race")
    return "done"


VERBS: dict[str, Callable[..., str]] = {
    "end_place": _end_place,
    "place": _place,
    "move": _move,
    "credit": _credit,
    "refund": _refund,
    "settle": _settle,
    "dispatch": _dispatch,
    "number": _number,
    "write_off": _write_off,
    "put_in_cart": _put_in_cart,
    "charge": _charge,
    "close_day": _close_day,
    "use_utr": _use_utr,
}


if __name__ == "__main__":
    main()

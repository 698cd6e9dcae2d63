"""What the shop depends on: mail, buckets, the time."""

from collections.abc import Iterator
from datetime import timedelta

from kirana.core.actors import GUEST
from tests.drills.engine import drill
from tests.drills.far import free_port
from tests.drills.shop import DrillShop


@drill("mail-refused", turns="health.mail", says="554", runbook="messages-late", quick=True)
def mail_refused(shop: DrillShop) -> Iterator[None]:
    """The mail server takes nothing from us."""
    shop.mail.refuses = True
    yield
    shop.mail.refuses = False


@drill("clock-skew", turns="health.clock", says="apart", runbook="clock-wrong", quick=True)
def clock_skew(shop: DrillShop) -> Iterator[None]:
    """The machine's clock and that of the world are four minutes apart."""
    shop.pages.skew = timedelta(minutes=4)
    yield
    shop.pages.skew = timedelta(0)


@drill("s3-refusing", turns="backup.places", says="s3://", runbook="backup-failing")
def s3_refusing(shop: DrillShop) -> Iterator[None]:
    """The bucket of the backups answers nobody."""
    shop.bucket.stop()
    yield
    shop.bucket.start()


@drill("gateway-down", turns="gateway.reachable", says="does not answer", runbook="payments-failing")
def gateway_down(shop: DrillShop) -> Iterator[None]:
    """Nobody is at Stripe's address when a shopper pays, nor when it is asked three times afterwards."""
    stripe = {
        "STRIPE_SECRET_KEY": "sk_test_drill",
        "STRIPE_WEBHOOK_SECRETS": "whsec_drill",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_drill",
    }
    methods = "cash_on_delivery,upi_on_delivery,fake,stripe"
    nobody = f"http://127.0.0.1:{free_port()}"
    shop.settings = stripe | {"PAYMENT_METHODS": methods, "STRIPE_API_BASE": nobody}
    shop.start_worker()
    shop.call(pay_in_vain)
    yield
    shop.call(give_it_up)
    shop.settings = {}
    shop.start_worker()


def pay_in_vain() -> None:
    """Asha pays by card; the gateway is asked how that went, three times."""
    from contextlib import suppress
    from dataclasses import replace

    from kirana.core import clock
    from kirana.flows.ask_gateways import ask_due
    from kirana.flows.place_order import place_order
    from kirana.payments.gateways.contract import GatewayError
    from kirana.payments.models import Payment
    from tests.drills.inside import a_wish

    cart, wish, store = a_wish()
    at = clock.now()
    with suppress(GatewayError):  # what Asha is told; the order waits for an answer
        place_order(key="drill", cart=cart, store=store, wish=replace(wish, payment_method="stripe"), by=GUEST, at=at)
    for _ in range(3):
        Payment.objects.filter(gateway="stripe").update(ask_at=clock.now())
        ask_due(at=clock.now())


def give_it_up() -> None:
    """The payment never was; its order is given up."""
    from kirana.core import clock, locks
    from kirana.core.actors import system
    from kirana.flows.settle_payment import give_up
    from kirana.orders.models import Order
    from kirana.orders.states import OrderState
    from kirana.payments.models import Payment, PaymentStateChange

    PaymentStateChange.objects.filter(subject__gateway="stripe").delete()
    Payment.objects.filter(gateway="stripe").delete()
    with locks.transaction():
        order = Order.objects.get(state=OrderState.PENDING)
        give_up(order=order, by=system("drills"), at=clock.now(), why="the gateway is away")

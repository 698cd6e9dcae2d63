"""The payment page: what is still to be done before an order is placed, and coming back from wherever it was done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from kirana.cart import services as carts
from kirana.core import clock
from kirana.flows.ask_gateways import ask_payment
from kirana.orders import selectors as orders
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import gateways, ways
from kirana.payments import selectors as payments
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.models import Payment
from kirana.payments.services import PaymentDeclined
from kirana.storefront import shopper
from kirana.ui import policy


@never_cache
def payment(request: HttpRequest, token: str) -> HttpResponse:
    """The step the shopper has to take; a POST asks how it ended. Once it has ended: on to the order."""
    found = orders.by_token(token=token)
    if request.method == "POST":
        return _ask(request, found)
    if found.state != OrderState.PENDING:
        return _on(request, found)
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    return _page(request, found)


@csrf_exempt
@never_cache
def returned(request: HttpRequest, token: str) -> HttpResponse:
    """Where a gateway sends the shopper back to. What it says in the address is not believed: it is asked."""
    return _ask(request, orders.by_token(token=token))


def _ask(request: HttpRequest, found: Order) -> HttpResponse:
    at, by = clock.now(), shopper.actor_of(request)
    waiting = payments.unanswered(reference=found.number) if found.state == OrderState.PENDING else []
    if any(_is_forged(request, one) for one in waiting):
        sentence = _("This answer did not come from the payment service. Nothing was changed.")
        return _page(request, found, refusal=sentence, status=400)
    try:
        for one in waiting:
            ask_payment(payment=one, by=by, at=at)
    except PaymentDeclined as declined:
        return _page(request, orders.by_token(token=found.token), refusal=declined.message, status=402)
    except GatewayError:
        sentence = _("The payment service did not answer. We ask again by ourselves; you pay only once.")
        return _page(request, found, refusal=sentence, status=503)
    now = orders.by_token(token=found.token)
    if now.state == OrderState.PENDING:
        return _page(request, now, refusal=_("We have not heard of the payment yet. This page goes on by itself."))
    return _on(request, now)


def _is_forged(request: HttpRequest, one: Payment) -> bool:
    """Whether the browser brings an answer along that the gateway did not sign for this payment."""
    try:
        gateways.by_code(one.gateway).check_return(gateway_reference=one.gateway_reference, said=request.POST.dict())
    except GatewayError:
        return True
    return False


def _on(request: HttpRequest, found: Order) -> HttpResponse:
    """To the order; what was ordered leaves the basket."""
    cart = shopper.cart_of(request)
    if cart is not None and found.state != OrderState.CANCELLED:
        ordered = {line.listing_id: line.quantity for line in orders.lines(order_id=found.pk)}
        carts.take_out_ordered(cart_id=cart.pk, ordered=ordered)
    address = reverse("order", kwargs={"token": found.token})
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _step(request: HttpRequest, found: Order, one: Payment) -> dict[str, str]:
    """What the page needs to go on. Kept cards are shown to who kept them, not to everyone with the order's address."""
    customer = shopper.customer_of(request)
    is_theirs = customer is not None and customer.pk == found.customer_id
    return {name: value for name, value in one.next_step.items() if is_theirs or name != "customer_session"}


def _page(request: HttpRequest, found: Order, *, refusal: str = "", status: int = 200) -> HttpResponse:
    waiting = payments.unanswered(reference=found.number) if found.state == OrderState.PENDING else []
    one = waiting[0] if waiting else None
    code = one.gateway if one else found.payment_method
    facts = {
        "store": found.store,
        "order": found,
        "payment": one,
        "step": _step(request, found, one) if one else {},
        "method": ways.ALL[code],
        "parts": [f"storefront/pay/{code}.html", "storefront/pay/default.html"],
        "refusal": refusal,
    }
    page = render(request, "storefront/payment.html", facts, status=status)
    return policy.allow(request, page, gateways.by_code(one.gateway).sources if one else {})

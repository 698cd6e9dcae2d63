"""The checkout: one page, one button. Whatever goes wrong, the form comes back as it was typed."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kirana.cart import selectors as carts
from kirana.cart.models import Cart
from kirana.checkout.quote import Quote, quote
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.customers import selectors as customer_rows
from kirana.customers import services as customers
from kirana.customers.models import Customer
from kirana.delivery import selectors as delivery
from kirana.delivery.services import PincodeNotServed, SlotClosed, SlotFull
from kirana.flows.place_order import CartChanged, PaymentIsPaused, TotalChanged, Wish, place_order
from kirana.orders.models import Order
from kirana.orders.states import OrderState
from kirana.payments import gateways, ways
from kirana.payments.gateways.contract import GatewayError
from kirana.payments.ledgers.contract import OnAccount
from kirana.payments.services import PaymentDeclined
from kirana.storefront import shopper
from kirana.storefront.delivery_days import delivery_days
from kirana.storefront.forms import DeliveryForm
from kirana.stores import selectors as stores
from kirana.stores.models import Store

FIELD_OF = {
    PincodeNotServed: "pincode",
    SlotFull: "slot",
    SlotClosed: "slot",
    PaymentDeclined: "payment_method",
    PaymentIsPaused: "payment_method",
}


@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    """Ask where, when and how paid; then place the order once, however often the button is pressed."""
    store, cart = stores.current(), shopper.cart_of(request)
    if cart is None:
        return redirect("basket")
    if request.method != "POST":
        offer = _quote(cart, store)
        if offer.is_empty or offer.changes or offer.bill.to_minimum_paise:
            return redirect("basket")
        return _page(request, store, offer, DeliveryForm(initial=_first_values(request, cart, offer)))
    form = DeliveryForm(request.POST, accounts=frozenset(method.code for method, _room in _accounts(request)))
    if not form.is_valid():
        return _page(request, store, _quote(cart, store), form, status=422)
    return _place(request, store, cart, form)


def _place(request: HttpRequest, store: Store, cart: Cart, form: DeliveryForm) -> HttpResponse:
    at = clock.now()
    try:
        order = place_order(
            key=form.cleaned_data["key"],
            cart=cart,
            store=store,
            wish=_wish(form, shopper.customer_of(request)),
            by=shopper.actor_of(request),
            at=at,
        )
    except (CartChanged, TotalChanged) as change:
        return _page(request, store, change.quote, _seen(form, change.quote), status=409, question=change.message)
    except PaymentDeclined as declined:
        form.add_error("payment_method", declined.message)
        return _page(request, store, _quote(cart, store), _with_new_key(form), status=402)
    except ShopError as refusal:
        form.add_error(FIELD_OF.get(type(refusal)), refusal.message)
        return _page(request, store, _quote(cart, store), form, status=refusal.status)
    except GatewayError:
        form.add_error("payment_method", _("The payment service did not answer. Press once more: you pay only once."))
        return _page(request, store, _quote(cart, store), form, status=503)
    return _placed(request, form, order)


def _placed(request: HttpRequest, form: DeliveryForm, order: Order) -> HttpResponse:
    """On to the order's page; what was typed is kept for next time."""
    customer = shopper.customer_of(request)
    if customer is not None:
        wish = form.cleaned_data
        customers.remember_contact(customer=customer, name=wish["name"], phone=wish["phone"])
        customers.remember_door(
            customer=customer,
            line=wish["address_line"],
            landmark=wish["landmark"],
            pincode=wish["pincode"],
            at=order.begun_at,
        )
    page = "order_payment" if order.state == OrderState.PENDING else "order"
    response = redirect(page, token=order.token)
    shopper.remember_order(request, response, order.token)
    return response


def _wish(form: DeliveryForm, customer: Customer | None) -> Wish:
    typed = form.cleaned_data
    return Wish(
        name=typed["name"],
        phone=typed["phone"],
        email=typed["email"],
        address_line=typed["address_line"],
        landmark=typed["landmark"],
        pincode=typed["pincode"],
        note=typed["note"],
        slot_id=typed["slot"],
        payment_method=typed["payment_method"],
        language=get_language() or "en",
        shown_total_paise=typed["shown_total"],
        account_of=customer.pk if customer is not None else None,
        use_credit=typed["use_credit"],
        keep_way=typed["keep_way"],
    )


def _accounts(request: HttpRequest) -> list[tuple[OnAccount, int]]:
    """The accounts with the shop that who is signed in can pay from, and what is in them."""
    customer = shopper.customer_of(request)
    return ways.accounts_of(customer_id=customer.pk if customer is not None else None)


def _quote(cart: Cart, store: Store) -> Quote:
    return quote(items=carts.contents(cart_id=cart.pk), store=store)


def _first_values(request: HttpRequest, cart: Cart, offer: Quote) -> dict[str, Any]:
    """The form as a shopper first sees it: filled with what they told us before."""
    values: dict[str, Any] = {
        "pincode": cart.pincode,
        "key": secrets.token_urlsafe(24),
        "shown_total": offer.bill.total_paise,
    }
    customer = shopper.customer_of(request)
    if customer is not None:
        values |= {"name": customer.name, "phone": customer.phone, "email": customer.email}
        address = customer_rows.last_address(customer=customer)
        if address is not None:
            values |= {
                "address_line": address.line,
                "landmark": address.landmark,
                "pincode": cart.pincode or address.pincode,
            }
    return values


def _seen(form: DeliveryForm, offer: Quote) -> DeliveryForm:
    """The form with the new total on it: pressing again agrees to what is shown now."""
    return _with(form, "shown_total", str(offer.bill.total_paise))


def _with_new_key(form: DeliveryForm) -> DeliveryForm:
    """The form for another try: the key of the declined order has had its effect."""
    return _with(form, "key", secrets.token_urlsafe(24))


def _with(form: DeliveryForm, name: str, value: str) -> DeliveryForm:
    typed: Any = form.data
    typed = typed.copy()
    typed[name] = value
    form.data = typed
    return form


def _page(
    request: HttpRequest, store: Store, offer: Quote, form: DeliveryForm, *, status: int = 200, question: str = ""
) -> HttpResponse:
    methods = gateways.offered()
    facts = {
        "store": store,
        "quote": offer,
        "form": form,
        "question": question,
        "days": delivery_days(
            delivery.open_slots(store_id=store.pk, at=clock.now()), chosen=str(form["slot"].value() or "")
        ),
        "methods": methods,
        "keepers": [one for one in methods if one.can_keep] if request.user.is_authenticated else [],
        "accounts": _accounts(request),
    }
    return render(request, "storefront/checkout.html", facts, status=status)

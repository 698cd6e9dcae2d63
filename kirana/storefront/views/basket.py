"""The basket: what is in it, what has become of it, and the forms that change it from any page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kirana.cart import selectors as carts
from kirana.cart import services as cart_verbs
from kirana.cart.models import Cart
from kirana.cart.selectors import CartItem
from kirana.checkout.quote import Quote, quote
from kirana.core import clock
from kirana.delivery import selectors as delivery
from kirana.delivery.models import ServiceArea
from kirana.inventory.missing import IfMissing
from kirana.orders import selectors as orders
from kirana.search import browse
from kirana.search.browse import Card
from kirana.storefront import shopper
from kirana.storefront.addresses import prefix_of
from kirana.storefront.forms import PincodeForm
from kirana.stores.models import Store
from kirana.ui.fragments import render_parts
from kirana.ui.same_origin import from_our_pages

BUY_AGAIN = 10


@dataclass(frozen=True, slots=True)
class BasketPage:
    """The basket as the page and the bar show it; the bar needs no more than the quote.

    `area` is the served area of the pincode they gave, if any; `added` names what has just been put in.
    """

    quote: Quote
    pincode: str = ""
    area: ServiceArea | None = None
    added: str = ""
    back: str = ""

    @property
    def count(self) -> int:
        """How many different things are in it."""
        return len(self.quote.lines)


@never_cache
@require_GET
def basket(request: HttpRequest) -> HttpResponse:
    """The basket with every fee, before anything is asked."""
    return render(request, "storefront/basket.html", _facts_of_all(request, shopper.cart_of(request)))


@never_cache
@require_GET
def bar(request: HttpRequest) -> HttpResponse:
    """What is personal on a public page, in one small request: the badge, the steppers, the name, "buy again"."""
    cart = shopper.cart_of(request)
    store = shopper.store_of(cart)
    page = _bar_page(store, cart)
    again = _buy_again(request, store) if "again" in request.GET else []
    return render(request, "storefront/bar.html", _facts(store, page) | {"again": again, "with_steppers": True})


@from_our_pages
@require_POST
def lines(request: HttpRequest) -> HttpResponse:
    """Put something in."""
    at = clock.now()
    cart = shopper.cart_or_new(request, at=at)
    listing_id = _number(request.POST.get("listing", ""))
    cart_verbs.add(cart=cart, listing_id=listing_id, quantity=_number(request.POST.get("quantity", "")), at=at)
    return _changed(request, cart, listing_id)


@from_our_pages
@require_POST
def line(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Have so much of something; 0 takes it out."""
    at = clock.now()
    cart = shopper.cart_or_new(request, at=at)
    quantity = _number(request.POST.get("quantity", ""))
    cart_verbs.set_quantity(cart=cart, listing_id=listing_id, quantity=quantity, at=at)
    return _changed(request, cart, listing_id)


@from_our_pages
@require_POST
def wish(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Keep a note on a line, and what to do when it is not there."""
    cart = shopper.cart_of(request)
    asked = request.POST.get("if_missing", "")
    wished = IfMissing(asked) if asked in IfMissing.values else IfMissing.CALL
    note = request.POST.get("note", "").strip()
    try:
        if cart is not None:
            cart_verbs.set_wish(cart=cart, listing_id=listing_id, note=note, if_missing=wished)
    except cart_verbs.NoteTooLong as refusal:
        if getattr(request, "htmx", False):  # the page stays as it is, with what was typed; a notice says why
            raise
        refused = {"listing_id": listing_id, "note": note, "if_missing": wished, "message": refusal.message}
        facts = _facts_of_all(request, cart) | {"refused": refused}
        return render(request, "storefront/basket.html", facts, status=refusal.status)
    return _basket_again(request, cart)


@from_our_pages
@require_POST
def changes(request: HttpRequest) -> HttpResponse:
    """Take what there is, at the prices shown: the shopper has seen what changed."""
    cart = shopper.cart_of(request)
    if cart is not None:
        offer = quote(items=carts.contents(cart_id=cart.pk), store=cart.store)
        prices = {line.item.listing_id: line.item.price_paise for line in offer.lines}
        cart_verbs.agree_to_changes(cart=cart, quantities=offer.mended_quantities, prices=prices)
    return _basket_again(request, cart)


@from_our_pages
@require_POST
def pincode(request: HttpRequest) -> HttpResponse:
    """Keep where the shopper lives, to say early whether we go there."""
    at = clock.now()
    cart = shopper.cart_or_new(request, at=at)
    form = PincodeForm(request.POST)
    if form.is_valid():
        cart_verbs.set_pincode(cart=cart, pincode=form.cleaned_data["pincode"])
        response = _basket_again(request, cart)
    else:
        facts = _facts_of_all(request, cart) | {"pincode_form": form}
        response = _drawn(request, facts, status=422)
    shopper.keep_cart(request, response, cart)
    return response


def _changed(request: HttpRequest, cart: Cart, listing_id: int) -> HttpResponse:
    """The answer to a changed line: the piece of page it came from, or the basket for a browser without scripts."""
    if request.POST.get("from") == "basket" or not getattr(request, "htmx", False):
        response = _basket_again(request, cart, added=listing_id)
    else:
        store = shopper.store_of(cart)
        page = _bar_page(store, cart)
        item = next((line.item for line in page.quote.lines if line.item.listing_id == listing_id), None)
        facts = _facts(store, page) | {"item": item or _taken_out(store, listing_id)}
        response = render(request, "storefront/bar.html", facts)
    shopper.keep_cart(request, response, cart)
    return response


def _basket_again(request: HttpRequest, cart: Cart | None, added: int | None = None) -> HttpResponse:
    if getattr(request, "htmx", False):
        return _drawn(request, _facts_of_all(request, cart))
    asked: dict[str, str | int] = (
        {"added": added, "back": _safe_path(request, request.POST.get("next", ""))} if added else {}
    )
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(reverse("basket") + (f"?{query}" if query and "from" not in request.POST else ""))


def _drawn(request: HttpRequest, facts: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The basket, or for htmx the piece of it that changes."""
    if not getattr(request, "htmx", False):
        return render(request, "storefront/basket.html", facts, status=status)
    return render_parts(request, "storefront/basket.html", ["basket", "badges"], facts)


def _bar_page(store: Store, cart: Cart | None) -> BasketPage:
    return BasketPage(quote=quote(items=carts.contents(cart_id=cart.pk) if cart else [], store=store))


def _page(request: HttpRequest, store: Store, cart: Cart | None) -> BasketPage:
    items = carts.contents(cart_id=cart.pk) if cart else []
    offer = quote(items=items, store=store)
    added = request.GET.get("added", "")
    name = next((item.name for item in items if str(item.listing_id) == added), "")
    area = delivery.area(store_id=store.pk, pincode=cart.pincode) if cart and cart.pincode else None
    back = _safe_path(request, request.GET.get("back", ""))
    return BasketPage(quote=offer, pincode=cart.pincode if cart else "", area=area, added=name, back=back)


def _facts(store: Store, page: BasketPage) -> dict[str, Any]:
    """What a piece of a page needs to show what is in the basket."""
    return {"store": store, "basket": page, "product_at": prefix_of("product"), "shelf_at": prefix_of("shelf")}


def _facts_of_all(request: HttpRequest, cart: Cart | None) -> dict[str, Any]:
    """What the whole basket needs, with its forms."""
    store = shopper.store_of(cart)
    page = _page(request, store, cart)
    form = PincodeForm(initial={"pincode": page.pincode})
    return _facts(store, page) | {"pincode_form": form, "wishes": IfMissing.choices}


def _taken_out(store: Store, listing_id: int) -> Card | CartItem:
    """What a page shows in the place of a line that was taken out: the button it had before."""
    return browse.cards(browse.offered(store_id=store.pk).filter(pk=listing_id), sort=browse.Sort.POPULAR)[0]


def _buy_again(request: HttpRequest, store: Store) -> list[Card]:
    customer = shopper.customer_of(request)
    tokens = shopper.order_tokens(request)
    ids = orders.bought_listing_ids(customer_id=customer.pk if customer else None, tokens=tokens)
    if not ids:
        return []
    rows = browse.offered(store_id=store.pk).filter(pk__in=ids)
    rank = {listing_id: index for index, listing_id in enumerate(ids)}
    found = browse.cards(rows, sort=browse.Sort.POPULAR, limit=len(ids))
    return sorted(found, key=lambda card: rank[card.listing_id])[:BUY_AGAIN]


def _safe_path(request: HttpRequest, path: str) -> str:
    """A path of our own to go back to; nothing for anything else."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return path if is_ours else ""


def _number(text: str) -> int:
    """A whole number from a form; -1, which no verb accepts, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

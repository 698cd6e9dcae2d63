"""The catalogue: finding, making and changing products, their pictures and their stock."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.forms import ProductForm, StockForm
from kirana.catalog import selectors as catalog
from kirana.catalog.models import Listing
from kirana.catalog.services import categories, images, listings, products
from kirana.core import clock, locks
from kirana.core.errors import NotFound, ShopError
from kirana.inventory import selectors as stock_rows
from kirana.inventory import services as inventory
from kirana.search import shelf_list
from kirana.ui.staff import show, staff

PER_PAGE = 40
# Where a refusal is told; one that is about no field stands above the form.
FIELD_OF: dict[type[ShopError], str] = {
    products.CodeTaken: "code",
    products.BarcodeTaken: "gtin",
    listings.AboveMrp: "price",
    listings.PriceMissing: "price",
}


@staff(Permission.SEE_CATALOGUE)
def products_list(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The store's listings: searched, by shelf, low, or not offered."""
    asked = shelf_list.Asked(
        text=request.GET.get("q", "").strip()[:80],
        category=request.GET.get("category", "")[:80],
        only=request.GET.get("only", "")[:10],
    )
    page = Paginator(shelf_list.listings(store_id=place.store_id, asked=asked), PER_PAGE)
    facts = {
        "page": page.get_page(request.GET.get("page")),
        "asked": asked,
        "categories": catalog.shelves(),
        "query": "&".join(f"{key}={value}" for key, value in request.GET.items() if key != "page"),
    }
    return show(request, place, "backoffice/catalogue.html", facts)


@staff(Permission.EDIT_CATALOGUE)
def create(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """A new product."""
    if request.method != "POST":
        return show(request, place, "backoffice/product.html", {"form": ProductForm()})
    form = ProductForm(request.POST)
    listing = _save(form, place, None) if form.is_valid() else None
    if listing is None:
        return show(request, place, "backoffice/product.html", {"form": form}, status=422)
    messages.success(request, _("%(name)s is on the shelf.") % {"name": listing.product.name})
    return redirect("staff_product", code=listing.product.code)


@staff(Permission.SEE_CATALOGUE)
def edit(request: HttpRequest, place: StaffMember, code: str) -> HttpResponse:
    """A product with everything that can be changed of it. Who may only look gets the same page without buttons."""
    listing = catalog.listing_of(store_id=place.store_id, code=code)
    if request.method != "POST":
        return _product_page(
            request, place, listing, ProductForm(initial=ProductForm.values_of(listing.product, listing))
        )
    place.require(Permission.EDIT_CATALOGUE)
    form = ProductForm(request.POST)
    saved = _save(form, place, listing) if form.is_valid() else None
    if saved is None:
        return _product_page(request, place, listing, form, status=422)
    messages.success(request, _("Kept."))
    return redirect("staff_product", code=saved.product.code)


@require_POST
@staff(Permission.EDIT_CATALOGUE)
def pictures(request: HttpRequest, place: StaffMember, code: str) -> HttpResponse:
    """One more picture."""
    listing = catalog.listing_of(store_id=place.store_id, code=code)
    file = request.FILES.get("picture")
    if file is None:
        messages.error(request, _("Choose a picture first."))
    else:
        images.add(product=listing.product, file=file, by=place.as_actor(), at=clock.now())
    return redirect("staff_product", code=code)


@require_POST
@staff(Permission.EDIT_CATALOGUE)
def picture(request: HttpRequest, place: StaffMember, code: str, image_id: int) -> HttpResponse:
    """Show a picture first, or no longer."""
    listing = catalog.listing_of(store_id=place.store_id, code=code)
    image = next((one for one in listing.product.images.all() if one.pk == image_id), None)
    if image is None:
        raise NotFound()
    verb = images.remove if request.POST.get("do") == "remove" else images.put_first
    verb(image=image, by=place.as_actor(), at=clock.now())
    return redirect("staff_product", code=code)


@require_POST
@staff(Permission.ADJUST_STOCK)
def stock(request: HttpRequest, place: StaffMember, code: str) -> HttpResponse:
    """Stock that came, was counted, or has to go."""
    listing = catalog.listing_of(store_id=place.store_id, code=code)
    form = StockForm(request.POST)
    if form.is_valid():
        try:
            _move_stock(form.cleaned_data, listing, place)
        except ShopError as refusal:
            form.add_error("quantity", refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("staff_product", code=code)
    shown = ProductForm(initial=ProductForm.values_of(listing.product, listing))
    return _product_page(request, place, listing, shown, stock_form=form, status=422)


def _save(form: ProductForm, place: StaffMember, listing: Listing | None) -> Listing | None:
    """Write the product and its offer, both or neither; a refusal goes to the field it is about."""
    by, at = place.as_actor(), clock.now()
    try:
        with locks.transaction():
            brand = categories.brand_named(form.cleaned_data["brand"])
            if listing is None:
                product = products.create(by=by, at=at, brand=brand, **form.product_facts(was=None))
                return listings.offer(store=place.store, product=product, by=by, at=at, **form.terms())
            facts = form.product_facts(was=listing.product)
            listing.product = products.edit(product=listing.product, by=by, at=at, brand=brand, **facts)
            return listings.change(listing=listing, by=by, at=at, **form.terms())
    except ShopError as refusal:
        form.add_error(FIELD_OF.get(type(refusal)), refusal.message)
    return None


def _move_stock(typed: dict[str, Any], listing: Listing, place: StaffMember) -> None:
    by, at, quantity, why = place.as_actor(), clock.now(), typed["quantity"], typed["why"]
    match typed["verb"]:
        case "receive":
            inventory.receive(listing_id=listing.pk, quantity=quantity, by=by, at=at, why=why)
        case "count":
            inventory.count(listing_id=listing.pk, counted=quantity, by=by, at=at, why=why)
        case "write_off":
            inventory.write_off(listing_id=listing.pk, quantity=quantity, by=by, at=at, why=why)


def _product_page(
    request: HttpRequest,
    place: StaffMember,
    listing: Listing,
    form: ProductForm,
    *,
    stock_form: StockForm | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "form": form,
        "listing": listing,
        "images": list(listing.product.images.all()),
        "available": stock_rows.available(listing_ids=[listing.pk]).get(listing.pk, 0),
        "on_hand": stock_rows.on_hand(listing_id=listing.pk),
        "movements": stock_rows.recent_movements(listing_id=listing.pk),
        "stock_form": stock_form or StockForm(initial={"verb": "receive"}),
    }
    return show(request, place, "backoffice/product.html", facts, status=status)

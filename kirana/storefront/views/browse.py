"""Finding things: the home page, the shelves, the offers, the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kirana.catalog.selectors import Shelf, Tree, tree
from kirana.content import selectors as content
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.delivery import selectors as delivery
from kirana.search import browse, facets, find
from kirana.search.browse import PAGE, Filters, Page, Size, Sort, last_page
from kirana.search.facets import Facets
from kirana.storefront import wanted as wants
from kirana.storefront.addresses import prefix_of
from kirana.storefront.public import public
from kirana.storefront.wanted import Wanted
from kirana.stores import selectors as stores
from kirana.stores.models import Store

RAIL = 12
FIRST_EAGER = 4
BROWSING = tuple(sort for sort in Sort if sort is not Sort.RELEVANCE)
SHELVES_ONLY = Filters()


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of products with everything around it."""

    title: str
    shelf: Shelf | None
    trail: tuple[Shelf, ...]
    page: Page
    facets: Facets
    wanted: Wanted
    sorts: Sequence[Sort]
    sizes: type[Size]


@public
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then the season's banners, the departments, what is featured and what is on offer."""
    store, at = stores.current(), clock.now()
    offered = browse.offered(store_id=store.pk)
    slots = delivery.open_slots(store_id=store.pk, at=at, limit=12)
    return _render(
        request,
        "home",
        store,
        {
            "banners": content.banners(store_id=store.pk, on=clock.shop_date(at), language=get_language() or "en"),
            "departments": _tree(store).roots,
            "featured": browse.chosen_cards(store_id=store.pk, limit=RAIL),
            "on_offer": browse.cards(offered.filter(discount_bp__gt=0), sort=Sort.DISCOUNT, limit=RAIL),
            "popular": browse.cards(offered, sort=Sort.POPULAR, limit=RAIL),
            "next_slot": next((slot for slot in slots if slot.room), None),
        },
    )


@public
def shelves(request: HttpRequest) -> HttpResponse:
    """Every department with its shelves."""
    store = stores.current()
    return _render(request, "shelves", store, {"departments": _tree(store).roots})


@public
def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """A department or a shelf of it."""
    store = stores.current()
    whole = _tree(store)
    here = whole.by_slug.get(slug)
    if here is None:
        raise NotFound()
    wanted = wants.read(request.GET, default=Sort.POPULAR)
    found = facets.of_shelf(store_id=store.pk, version=store.catalogue_version, category_ids=here.ids)
    listed = ListPage(
        title=here.name_in(get_language() or "en"),
        shelf=here,
        trail=whole.trail(here)[:-1],
        page=_shelf_page(store, here.ids, wanted, found),
        facets=found,
        wanted=wanted,
        sorts=BROWSING,
        sizes=Size,
    )
    return _render(request, "list", store, {"list": listed})


@public
def offers(request: HttpRequest) -> HttpResponse:
    """Everything below its MRP, the biggest saving first."""
    store = stores.current()
    wanted = wants.read(request.GET, default=Sort.DISCOUNT)
    found = facets.of_offers(store_id=store.pk, version=store.catalogue_version)
    offered = browse.offered(store_id=store.pk).filter(discount_bp__gt=0)
    listed = ListPage(
        title=_("Offers"),
        shelf=None,
        trail=(),
        page=_page(offered, wanted, found),
        facets=found,
        wanted=wanted,
        sorts=BROWSING,
        sizes=Size,
    )
    return _render(request, "list", store, {"list": listed, "is_offers": True})


@public
def search(request: HttpRequest) -> HttpResponse:
    """What was found for some words, best first; an empty page says so and shows a way on."""
    store = stores.current()
    wanted = wants.read(request.GET, default=Sort.RELEVANCE)
    if not wanted.text:
        return redirect("shelves")
    ids = find.product_ids(text=wanted.text)
    found = facets.of_products(store_id=store.pk, version=store.catalogue_version, product_ids=ids)
    offered = browse.offered(store_id=store.pk)
    if wanted.sort is Sort.RELEVANCE:
        page = _ranked(offered, wanted, ids)
    else:
        page = _page(offered.filter(product_id__in=ids), wanted, found)
    listed = ListPage(
        title=wanted.text,
        shelf=None,
        trail=(),
        page=page,
        facets=found,
        wanted=wanted,
        sorts=tuple(Sort),
        sizes=Size,
    )
    request.searched = (wanted.text, page.total)  # type: ignore[attr-defined]  # for analytics
    popular = [] if page.cards else browse.cards(offered, sort=Sort.POPULAR, limit=RAIL)
    facts = {"list": listed, "is_search": True, "popular": popular, "departments": _tree(store).roots}
    return _render(request, "list", store, facts)


def _shelf_page(store: Store, category_ids: tuple[int, ...], wanted: Wanted, found: Facets) -> Page:
    if wanted.filters != SHELVES_ONLY:
        return _page(browse.offered(store_id=store.pk).filter(category_id__in=category_ids), wanted, found)
    number = min(wanted.number, last_page(found.total))
    first = (number - 1) * PAGE
    shown = browse.shelf_cards(store_id=store.pk, category_ids=category_ids, sort=wanted.sort, first=first)
    return Page(shown, found.total, number)


def _page(offered: Any, wanted: Wanted, found: Facets) -> Page:
    listings = browse.narrow(offered, wanted.filters)
    total = found.total if wanted.filters == SHELVES_ONLY else listings.count()
    number = min(wanted.number, last_page(total))
    return Page(browse.cards(listings, sort=wanted.sort, first=(number - 1) * PAGE), total, number)


def _ranked(offered: Any, wanted: Wanted, ids: tuple[int, ...]) -> Page:
    return browse.page_ranked(browse.narrow(offered, wanted.filters), product_ids=ids, number=wanted.number)


def _tree(store: Store) -> Tree:
    return tree(store_id=store.pk, version=store.catalogue_version)


def _render(request: HttpRequest, name: str, store: Store, facts: dict[str, Any]) -> HttpResponse:
    """A public page: the same bytes for everyone in a language."""
    frame = {"store": store, "product_at": prefix_of("product"), "shelf_at": prefix_of("shelf")}
    return render(request, f"storefront/{name}.html", frame | facts)

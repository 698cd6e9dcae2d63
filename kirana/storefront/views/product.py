"""The product page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kirana.catalog.selectors import tree
from kirana.search import product_page
from kirana.storefront.addresses import prefix_of
from kirana.storefront.public import public


@public
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the label says, the other packs, and what else is on the shelf."""
    offer = product_page.offer(slug=slug)
    store = offer.listing.store
    whole = tree(store_id=store.pk, version=store.catalogue_version)
    return render(
        request,
        "storefront/product.html",
        {
            "store": store,
            "offer": offer,
            "trail": whole.trail(whole.by_id[offer.listing.category_id]),
            "product_at": prefix_of("product"),
            "shelf_at": prefix_of("shelf"),
        },
    )

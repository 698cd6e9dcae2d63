"""Who the shop is, and who answers for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kirana.delivery import selectors as delivery
from kirana.stores import selectors as stores


def about(request: HttpRequest) -> HttpResponse:
    """The shop, where it delivers, its terms, its licence and its grievance officer."""
    store = stores.current()
    facts = {"store": store, "areas": delivery.areas(store_id=store.pk)}
    return render(request, "storefront/about.html", facts)

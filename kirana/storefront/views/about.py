"""Who the shop is, and who answers for it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kirana.delivery import selectors as delivery
from kirana.storefront.public import public
from kirana.stores import selectors as stores


@public
def about(request: HttpRequest) -> HttpResponse:
    """The shop, where it delivers, its terms, its licence and its grievance officer."""
    store = stores.current()
    facts = {"store": store, "areas": delivery.areas(store_id=store.pk)}
    return render(request, "storefront/about.html", facts)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not look at: pages that belong to one person."""
    private = ("basket", "checkout", "orders", "help", "account", "staff")
    lines = ["User-agent: *", *(f"Disallow: {at}/{path}/" for at in _prefixes() for path in private)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _prefixes() -> list[str]:
    """What stands before an address in each language."""
    return ["" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _name in settings.LANGUAGES]

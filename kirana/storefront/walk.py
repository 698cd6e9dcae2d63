"""The pages of the shop front that a walk through the shop visits."""

from django.urls import reverse

from kirana.catalog.models import Listing
from kirana.ops.backups import walk
from kirana.ops.backups.walk import Stop
from kirana.search import browse
from kirana.stores import selectors as stores


def _first_listing() -> Listing | None:
    offered = browse.offered(store_id=stores.current().pk)
    return offered.select_related("product__category").order_by("pk").first()


def _a_product() -> str | None:
    first = _first_listing()
    return reverse("product", args=[first.product.slug]) if first else None


def _a_shelf() -> str | None:
    first = _first_listing()
    return reverse("shelf", args=[first.product.category.slug]) if first else None


def _a_search() -> str | None:
    first = _first_listing()
    return f"{reverse('search')}?q={first.product.name.split()[0]}" if first else None


def register() -> None:
    """Say where the walk goes."""
    walk.register(Stop("home", lambda: reverse("home")))
    walk.register(Stop("a shelf", _a_shelf))
    walk.register(Stop("a product", _a_product))
    walk.register(Stop("search", _a_search))
    walk.register(Stop("the basket", lambda: reverse("basket")))
    walk.register(Stop("signing in", lambda: reverse("account_login")))

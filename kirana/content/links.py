"""Where banners and campaigns lead: paths within the shop, without the language."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from kirana.catalog.models import Category, Listing


def leads_somewhere(link: str, *, store_id: int) -> bool:
    """Whether a page of the shop answers there, and what it is about is still offered."""
    if not link.startswith("/"):
        return False
    with translation.override(settings.LANGUAGE_CODE):
        try:
            found = resolve(link.partition("?")[0])
        except Resolver404:
            return False
    match found.url_name:
        case "shelf":
            return Category.objects.filter(slug=found.kwargs["slug"]).exists()
        case "product":
            offered = Listing.objects.filter(store_id=store_id, is_active=True)
            return offered.filter(product__slug=found.kwargs["slug"]).exists()
    return True

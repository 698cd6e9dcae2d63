"""The verbs of the category tree."""

from itertools import chain, count

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models import Brand, Category
from kirana.core.errors import ShopError
from kirana.stores import services as stores


class CategoryInUse(ShopError):
    code = "category_in_use"
    sentence = _("“%(name)s” still holds products. Move them first.")


def plant(
    *,
    slug: str,
    name: str,
    parent: Category | None = None,
    names: dict[str, str] | None = None,
    position: int = 0,
    picture: str = "",
    search_words: str = "",
) -> Category:
    """Make a category, or bring the one with this slug up to date."""
    path = f"{parent.path if parent else ''}{slug}/"
    facts = {
        "name": name,
        "names": names or {},
        "parent": parent,
        "path": path,
        "position": position,
        "search_words": search_words,
    }
    if picture:
        facts["picture"] = picture
    category, _made = Category.objects.update_or_create(slug=slug, defaults=facts)
    stores.note_catalogue_change()
    return category


def brand_named(name: str) -> Brand | None:
    """The brand with this name, made when it is new; None for no name."""
    name = " ".join(name.split())
    if not name:
        return None
    brand = Brand.objects.filter(name__iexact=name).first()
    return brand or Brand.objects.create(name=name, slug=unused_brand_slug(name))


def unused_brand_slug(name: str) -> str:
    """A slug for a new brand that no other has."""
    slug = slugify(name)[:100] or "brand"
    taken = set(Brand.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)

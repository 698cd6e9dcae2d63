"""The verbs of the category tree."""

from itertools import chain, count

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models import Brand, Category, Product
from kirana.catalog.services.products import announce
from kirana.core import locks
from kirana.core.errors import ShopError
from kirana.stores import services as stores

WORDS = ("name", "names", "search_words", "path")  # what a product is found by because of where it stands


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
    """Make a category, or bring the one with this slug up to date, with what stands on it and below it."""
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
    with locks.transaction():
        was = Category.objects.filter(slug=slug).first()
        category, _made = Category.objects.update_or_create(slug=slug, defaults=facts)
        if was is not None and was.path != path:
            _move_along(was.path, path)
        is_told_anew = was is not None and any(getattr(was, name) != facts[name] for name in WORDS)
        if is_told_anew:
            announce(_product_ids_below(path))
        else:
            stores.note_catalogue_change()
    return category


def _move_along(was: str, path: str) -> None:
    """Have what is below a category that has moved say so in its path."""
    below = Category.objects.filter(path__startswith=was).exclude(path=was)
    below.update(path=Concat(Value(path), Substr("path", len(was) + 1)))


def _product_ids_below(path: str) -> list[int]:
    return list(Product.objects.filter(category__path__startswith=path).values_list("pk", flat=True))


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

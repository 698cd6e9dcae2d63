"""Pictures: whatever is uploaded becomes WebP in the widths the pages use, named for its content.

A name that says the content never has to be thrown out of a cache, and the same picture uploaded twice is one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from kirana.catalog.models import Product, ProductImage
from kirana.catalog.services.products import announce
from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError

WIDTHS = (160, 320, 640)
WIDE = (640, 1200)  # banners
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SAID = "40 megapixels"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
QUALITY = 80
MOST_OF_A_PRODUCT = 8


class NotAPicture(ShopError):
    code = "not_a_picture"
    status = 422
    sentence = _("This file is not a picture we can read. JPEG, PNG and WebP work.")


class PictureTooLarge(ShopError):
    code = "picture_too_large"
    status = 422
    sentence = _("This picture is too large: %(most)s at most.")


class TooManyPictures(ShopError):
    code = "too_many_pictures"
    sentence = _("A product shows %(most)s pictures at most. Remove one first.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in storage: the stem of its files, and the size of the original in pixels."""

    stem: str
    width: int
    height: int


def keep(file: IO[bytes], *, folder: str, widths: tuple[int, ...] = WIDTHS) -> Kept:
    """Put a picture in storage in every one of `widths`, upright and without its metadata.

    Raises `NotAPicture` or `PictureTooLarge`; nothing is stored then.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PictureTooLarge(most=f"{MOST_BYTES // 1024 // 1024} MB")
    picture = _open(content)
    digest = hashlib.sha256(content).hexdigest()
    stem = f"{folder}/{digest[:2]}/{digest[2:22]}"
    for width in widths:
        name = f"{stem}-{width}.webp"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(_resized(picture, width)))
    return Kept(stem, picture.width, picture.height)


def remake(stem: str, *, widths: tuple[int, ...]) -> int:
    """Make the missing widths of a kept picture from the largest that is there; how many were made."""
    there = [width for width in widths if default_storage.exists(f"{stem}-{width}.webp")]
    if not there:
        return 0
    with default_storage.open(f"{stem}-{max(there)}.webp") as file:
        picture = _open(file.read())
    for width in set(widths) - set(there):
        default_storage.save(f"{stem}-{width}.webp", ContentFile(_resized(picture, width)))
    return len(widths) - len(there)


def add(*, product: Product, file: IO[bytes], by: Actor, at: datetime) -> ProductImage:
    """Show a picture of the product, after those it has; the first one stands for it on shelves.

    Storing happens before the transaction: a file nobody refers to is harmless, a row without its file is not.
    """
    if product.images.count() >= MOST_OF_A_PRODUCT:
        raise TooManyPictures(most=MOST_OF_A_PRODUCT)
    kept = keep(file, folder="products")
    with locks.transaction():
        image, made = ProductImage.objects.get_or_create(
            product=product,
            stem=kept.stem,
            defaults={
                "position": product.images.count(),
                "width": kept.width,
                "height": kept.height,
                "added_at": at,
            },
        )
        if made:
            _choose_first(product)
            audit.record(action="product.picture", subject=f"product:{product.code}", by=by, at=at, added=kept.stem)
            announce([product.pk])
    return image


def remove(*, image: ProductImage, by: Actor, at: datetime) -> None:
    """Show a picture no longer. Its files stay: another product or a cached page may use them."""
    product = image.product
    with locks.transaction():
        image.delete()
        _choose_first(product)
        audit.record(action="product.picture", subject=f"product:{product.code}", by=by, at=at, removed=image.stem)
        announce([product.pk])


def put_first(*, image: ProductImage, by: Actor, at: datetime) -> None:
    """Have this picture stand for the product."""
    product = image.product
    with locks.transaction():
        others = product.images.exclude(pk=image.pk)
        for position, other in enumerate([image, *others]):
            ProductImage.objects.filter(pk=other.pk).update(position=position)
        _choose_first(product)
        audit.record(action="product.picture", subject=f"product:{product.code}", by=by, at=at, first=image.stem)
        announce([product.pk])


def _choose_first(product: Product) -> None:
    first = ProductImage.objects.filter(product=product).first()
    product.picture = first.stem if first else ""
    product.save(update_fields=["picture"])


def _open(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureTooLarge(most=MOST_SAID)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(most=MOST_SAID) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture() from error
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _resized(picture: Image.Image, width: int) -> bytes:
    """The picture at most `width` wide and high, as WebP; a smaller one is not blown up."""
    copy = picture.copy()
    copy.thumbnail((width, width), Image.Resampling.LANCZOS)
    out = BytesIO()
    copy.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()

"""Pictures: resized, kept once, and only pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from kirana.catalog.models import Product, ProductImage
from kirana.catalog.services import images
from kirana.core.audit import AuditEntry
from tests.cast import BY, NOW, a_picture


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """A folder of this test's own for what is uploaded."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(media: Path) -> list[str]:
    """The files there are."""
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def size_of(stem: str, width: int) -> tuple[str, int, int]:
    """Format and size of a picture as it is kept."""
    with default_storage.open(f"{stem}-{width}.webp") as file, Image.open(file) as picture:
        return picture.format, *picture.size


def add(lakshmi, key: str, file: BytesIO) -> ProductImage:
    """Chitra adds a picture."""
    return images.add(product=lakshmi[key].product, file=file, by=BY, at=NOW)


def picture_of(key: str) -> str:
    """What stands for a product on the shelf."""
    return Product.objects.get(code=key).picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_picture_is_kept_as_webp_in_three_widths(media, kind):
    kept = images.keep(a_picture(kind=kind), folder="products")
    assert (kept.width, kept.height) == (900, 600)
    assert [size_of(kept.stem, width) for width in (160, 320, 640)] == [
        ("WEBP", 160, 107),
        ("WEBP", 320, 213),
        ("WEBP", 640, 427),
    ]
    assert stored(media) == sorted(f"{kept.stem}-{width}.webp" for width in (160, 320, 640))


def test_a_tall_picture_is_as_high_as_a_wide_one_is_wide():
    kept = images.keep(a_picture(width=600, height=900), folder="products")
    assert size_of(kept.stem, 320) == ("WEBP", 213, 320)


def test_a_small_picture_is_not_blown_up():
    kept = images.keep(a_picture(width=200, height=100), folder="products")
    assert [size_of(kept.stem, width)[1:] for width in (160, 320, 640)] == [(160, 80), (200, 100), (200, 100)]


def test_a_banner_is_kept_wide():
    kept = images.keep(a_picture(width=2400, height=800), folder="banners", widths=images.WIDE)
    assert [size_of(kept.stem, width)[1:] for width in (640, 1200)] == [(640, 213), (1200, 400)]


def test_a_phone_held_sideways_is_turned_and_does_not_tell_where_it_was():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Asha's phone"
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    file = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(file, "JPEG", exif=exif)
    file.seek(0)
    kept = images.keep(file, folder="products")
    assert (kept.width, kept.height) == (600, 900)
    with default_storage.open(f"{kept.stem}-320.webp") as small, Image.open(small) as picture:
        assert picture.size == (213, 320)
        assert dict(picture.getexif()) == {}
        assert "exif" not in picture.info


def test_glass_stays_see_through():
    file = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(file, "PNG")
    file.seek(0)
    kept = images.keep(file, folder="products")
    with default_storage.open(f"{kept.stem}-160.webp") as small, Image.open(small) as picture:
        assert picture.convert("RGBA").getpixel((80, 80))[3] == 0


def test_the_same_picture_is_one_and_another_is_another(media):
    one = images.keep(a_picture(), folder="products")
    again = images.keep(a_picture(), folder="products")
    other = images.keep(a_picture(colour="red"), folder="products")
    assert one == again
    assert one.stem != other.stem
    assert len(stored(media)) == 6


def cut_off() -> bytes:
    """A picture of which half arrived."""
    whole = BytesIO()
    Image.effect_noise((200, 200), 80).save(whole, "PNG")
    return whole.getvalue()[: len(whole.getvalue()) // 2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"atta",
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 not a jpeg",
        cut_off(),
    ],
    ids=["nothing", "text", "pdf", "svg", "png header", "jpeg header", "half a picture"],
)
def test_what_is_not_a_picture_is_refused_and_not_kept(media, content):
    with pytest.raises(images.NotAPicture) as refusal:
        images.keep(BytesIO(content), folder="products")
    assert refusal.value.status == 422
    assert stored(media) == []


def test_a_file_that_is_too_large_is_refused(media):
    with pytest.raises(images.PictureTooLarge) as refusal:
        images.keep(BytesIO(b"\x89PNG" + b"\0" * images.MOST_BYTES), folder="products")
    assert refusal.value.message == "This picture is too large: 8 MB at most."
    assert stored(media) == []


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (15_000, 15_000)], ids=["a little", "a bomb"])
def test_a_small_file_of_too_many_pixels_is_refused(media, width, height):
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    file.seek(0)
    with pytest.raises(images.PictureTooLarge) as refusal:
        images.keep(file, folder="products")
    assert refusal.value.message == "This picture is too large: 40 megapixels at most."
    assert stored(media) == []


def test_the_first_picture_stands_for_the_product(lakshmi):
    first = add(lakshmi, "atta", a_picture())
    second = add(lakshmi, "atta", a_picture(colour="red"))
    assert [first.position, second.position] == [0, 1]
    assert (first.width, first.height, first.added_at) == (900, 600, NOW)
    assert picture_of("atta") == first.stem
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject, entry.detail) == ("product.picture", "product:atta", {"added": second.stem})


def test_another_picture_is_put_first_and_taken_away(lakshmi):
    first = add(lakshmi, "atta", a_picture())
    second = add(lakshmi, "atta", a_picture(colour="red"))
    images.put_first(image=second, by=BY, at=NOW)
    assert picture_of("atta") == second.stem
    assert list(ProductImage.objects.values_list("stem", "position")) == [(second.stem, 0), (first.stem, 1)]
    images.remove(image=second, by=BY, at=NOW)
    assert picture_of("atta") == first.stem
    images.remove(image=first, by=BY, at=NOW)
    assert picture_of("atta") == ""
    assert ProductImage.objects.count() == 0


def test_a_picture_that_is_taken_away_stays_for_others(lakshmi, media):
    of_atta = add(lakshmi, "atta", a_picture())
    of_milk = add(lakshmi, "milk", a_picture())
    assert of_atta.stem == of_milk.stem
    images.remove(image=of_atta, by=BY, at=NOW)
    assert picture_of("milk") == of_milk.stem
    assert len(stored(media)) == 3


def test_the_same_picture_twice_is_shown_once(lakshmi):
    add(lakshmi, "atta", a_picture())
    log = AuditEntry.objects.count()
    add(lakshmi, "atta", a_picture())
    assert ProductImage.objects.count() == 1
    assert AuditEntry.objects.count() == log


def test_eight_pictures_are_enough(lakshmi, nothing_moves):
    colours = ("red", "green", "blue", "gold", "pink", "teal", "navy", "gray")
    for colour in colours:
        add(lakshmi, "atta", a_picture(width=60, height=40, colour=colour))
    with nothing_moves(), pytest.raises(images.TooManyPictures):
        add(lakshmi, "atta", a_picture(colour="black"))
    assert ProductImage.objects.count() == 8


def test_a_refused_picture_changes_nothing(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(images.NotAPicture):
        add(lakshmi, "atta", BytesIO(b"atta"))
    assert (ProductImage.objects.count(), picture_of("atta")) == (0, "")

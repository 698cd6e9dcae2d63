"""Pictures that went missing are named, and made again from what is left."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from kirana.catalog.services import images
from kirana.content import checks, pictures
from kirana.ops.checks import Verdict
from tests.cast import BY, NOW, a_picture


@pytest.fixture
def stem(lakshmi, settings, tmp_path) -> str:
    settings.MEDIA_ROOT = tmp_path
    product = lakshmi["atta"].product
    return images.add(product=product, file=a_picture(width=900, height=600), by=BY, at=NOW).stem


def test_a_picture_in_every_width_is_good(stem):
    answer = checks.pictures(NOW)
    assert answer.verdict is Verdict.GOOD
    assert [str(one.value) for one in answer.figures] == ["1", "0", "0", "0", "0"]


def test_a_missing_width_is_named_and_made_again_once(stem, capsys):
    default_storage.delete(f"{stem}-320.webp")
    answer = checks.pictures(NOW)
    assert (answer.verdict, answer.rows) == (Verdict.ACT, [(f"{stem}-320.webp",)])
    call_command("audit_images", "--fix")
    assert "1 files were made" in capsys.readouterr().out
    assert (pictures.mend(), checks.pictures(NOW).verdict) == (0, Verdict.GOOD)


def test_a_picture_of_which_nothing_is_left_stays_named(stem):
    for width in images.WIDTHS:
        default_storage.delete(f"{stem}-{width}.webp")
    assert pictures.mend() == 0
    assert len(pictures.audit().missing) == 3


def test_what_is_too_large_of_another_kind_or_shown_nowhere_is_told_apart(stem):
    default_storage.delete(f"{stem}-640.webp")
    default_storage.save(f"{stem}-640.webp", ContentFile(b"x" * (pictures.MOST_BYTES + 1)))
    default_storage.save("products/zz/old.jpg", ContentFile(b"x"))
    default_storage.save("banners/zz/gone-640.webp", ContentFile(b"x"))
    found = pictures.audit()
    assert (found.oversize, found.wrong_format, found.unused) == (
        [f"{stem}-640.webp"],
        ["products/zz/old.jpg"],
        ["banners/zz/gone"],
    )
    assert checks.pictures(NOW).verdict is Verdict.WATCH

"""Which banners hang on a day, and in which words."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kirana.content import services as content
from kirana.content.models import Banner
from kirana.content.selectors import BannerView, banners
from kirana.core.audit import AuditEntry
from kirana.stores.models import Store
from tests.cast import NOW, Lakshmi
from tests.content.hung import HOLI


def hang(lakshmi: Lakshmi, key: str = "holi", **changes: Any) -> Banner:
    """Chitra hangs the banner of Holi, or another like it."""
    return content.hang_banner(store=lakshmi.store, key=key, by=lakshmi.chitra.as_actor(), at=NOW, **(HOLI | changes))


def hanging(lakshmi: Lakshmi, on: date, language: str = "en") -> list[BannerView]:
    """What Asha sees that day."""
    return banners(store_id=lakshmi.store.pk, on=on, language=language)


def test_a_banner_speaks_asha_s_language_and_english_where_it_has_no_words(lakshmi):
    hang(lakshmi)
    assert hanging(lakshmi, date(2026, 3, 2), "hi") == [
        BannerView(
            key="holi",
            title="होली के रंग",
            line="Gulal, sweets and everything for thandai",
            call="सब देखें",
            link="/shelves/atta/",
            picture="banners/holi",
        )
    ]
    assert hanging(lakshmi, date(2026, 3, 2))[0].title == "Colours of Holi"


@pytest.mark.parametrize(
    ("on", "hangs"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 3, 4), True),
        (date(2026, 3, 5), False),
        (date(2027, 3, 2), False),
    ],
)
def test_a_banner_hangs_from_its_first_day_to_its_last(lakshmi, on, hangs):
    hang(lakshmi)
    assert bool(hanging(lakshmi, on)) is hangs


def test_banners_hang_in_their_order(lakshmi):
    hang(lakshmi, "second", position=2)
    hang(lakshmi, "first", position=1)
    hang(lakshmi, "also-second", position=2)
    assert [banner.key for banner in hanging(lakshmi, date(2026, 3, 2))] == ["first", "second", "also-second"]


def test_another_shop_has_banners_of_its_own(lakshmi):
    hang(lakshmi)
    assert banners(store_id=lakshmi.store.pk + 1, on=date(2026, 3, 2), language="en") == []


def test_the_same_key_again_replaces_it(lakshmi):
    hang(lakshmi)
    hang(lakshmi, titles={"en": "Happy Holi"})
    assert Banner.objects.count() == 1
    assert hanging(lakshmi, date(2026, 3, 2), "hi")[0].title == "Happy Holi"


def test_hanging_is_logged_and_the_shop_s_pages_are_made_anew(lakshmi):
    version = Store.objects.get().catalogue_version
    hang(lakshmi)
    assert Store.objects.get().catalogue_version == version + 1
    logged = AuditEntry.objects.order_by("-number")[0]
    assert (logged.action, logged.subject, logged.by) == (
        "banner.hang",
        "banner:holi",
        str(lakshmi.chitra.as_actor()),
    )


def test_a_banner_does_not_end_before_it_begins(lakshmi, nothing_moves):
    with nothing_moves(), pytest.raises(IntegrityError, match="a_banner_ends_after_it_starts"), transaction.atomic():
        hang(lakshmi, ends_on=date(2026, 2, 28))
    assert Banner.objects.count() == 0


def test_a_banner_hangs_only_in_the_languages_chosen_for_it(lakshmi):
    hang(lakshmi, languages=["hi"])
    assert [len(hanging(lakshmi, date(2026, 3, 2), code)) for code in ("hi", "en")] == [1, 0]

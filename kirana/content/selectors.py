"""Questions about content."""

from dataclasses import dataclass
from datetime import date

from kirana.content.models import Banner


@dataclass(frozen=True, slots=True)
class BannerView:
    """A banner in one language."""

    key: str
    title: str
    line: str
    call: str
    link: str
    picture: str


def banners(*, store_id: int, on: date, language: str) -> list[BannerView]:
    """The banners of a day, in their order."""
    return [
        BannerView(
            key=banner.key,
            title=_in(banner.titles, language),
            line=_in(banner.lines, language),
            call=_in(banner.calls, language),
            link=banner.link,
            picture=banner.picture,
        )
        for banner in Banner.objects.filter(store_id=store_id, starts_on__lte=on, ends_on__gte=on)
    ]


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")

"""Questions about content."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from kirana.catalog.models import Listing
from kirana.content.calendar import Season, coming
from kirana.content.models import Announcement, Banner, Campaign, Feature
from kirana.core import clock
from kirana.core.errors import NotFound
from kirana.ops.briefly import Briefly
from kirana.stores.models import Store


@dataclass(frozen=True, slots=True)
class BannerView:
    """A banner in one language."""

    key: str
    title: str
    line: str
    call: str
    link: str
    picture: str


@dataclass(frozen=True, slots=True)
class Said:
    """An announcement: its words by language, where it leads, and its two moments."""

    texts: dict[str, str]
    link: str
    starts_at: datetime
    ends_at: datetime

    def text_in(self, language: str) -> str:
        """The words in a language, or in English."""
        return _in(self.texts, language)


@dataclass(frozen=True, slots=True)
class SeasonAhead:
    """A season and what the shop decided about it; None: nothing yet."""

    season: Season
    campaign: Campaign | None


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
        if language in (banner.languages or [language])
    ]


def all_banners(*, store_id: int) -> QuerySet[Banner]:
    """Every banner that was made, those that end last first."""
    return Banner.objects.filter(store_id=store_id).order_by("-ends_on", "position", "pk")


def banner(*, store_id: int, key: str) -> Banner:
    """A banner by its key; `NotFound`."""
    return _one(Banner.objects.filter(store_id=store_id, key=key))


def featured(*, store_id: int, on: date | None = None) -> list[Listing]:
    """What stands on the home page, in its order; on a day, without what is taken off before it."""
    shown = Listing.objects.filter(store_id=store_id, is_active=True, is_featured=True)
    if on is not None:
        shown = shown.filter(Q(feature=None) | Q(feature__until=None) | Q(feature__until__gte=on))
    rows = shown.select_related("product__brand", "feature").order_by("-popularity", "pk")
    return sorted(rows, key=_place)


def _place(listing: Listing) -> int:
    place = place_of(listing)
    return place.position if place else 10_000


def place_of(listing: Listing) -> Feature | None:
    """The listing's place on the home page; None when it was only ticked."""
    return getattr(listing, "feature", None)


def campaigns(*, store_id: int) -> list[Campaign]:
    """Every campaign that is not a season let pass, the latest first."""
    return list(Campaign.objects.filter(store_id=store_id, is_skipped=False).order_by("-starts_on", "-pk"))


def campaign(*, store_id: int, key: str) -> Campaign:
    """A campaign by its key; `NotFound`."""
    return _one(Campaign.objects.filter(store_id=store_id, key=key))


def seasons_ahead(*, store_id: int, on: date, days: int) -> list[SeasonAhead]:
    """The seasons that are near, each with what was decided about it."""
    decided = {one.season: one for one in Campaign.objects.filter(store_id=store_id).exclude(season="")}
    return [SeasonAhead(season, decided.get(season.key)) for season in coming(on=on, days=days)]


def announcements(*, store_id: int) -> QuerySet[Announcement]:
    """Every announcement, the latest first."""
    return Announcement.objects.filter(store_id=store_id).order_by("-ends_at", "-pk")


def announcement(*, store_id: int, pk: int) -> Announcement:
    """One of them; `NotFound`."""
    return _one(Announcement.objects.filter(store_id=store_id, pk=pk))


def said(*, at: datetime) -> list[Said]:
    """What the shop front says over every page at a moment; kept for a second."""
    return [one for one in kept.value() if one.starts_at <= at < one.ends_at]


def turns_between(*, store_id: int, since: datetime, until: datetime) -> bool:
    """Whether a banner, campaign or announcement begins or ends between two moments."""
    spoken = Announcement.objects.filter(store_id=store_id)
    if spoken.filter(Q(starts_at__gt=since, starts_at__lte=until) | Q(ends_at__gt=since, ends_at__lte=until)).exists():
        return True
    before, today = clock.shop_date(since), clock.shop_date(until)
    begins = Q(starts_on__gt=before, starts_on__lte=today)
    ended = Q(ends_on__gte=before, ends_on__lt=today)
    hung = Banner.objects.filter(begins | ended, store_id=store_id)
    return hung.exists() or Campaign.objects.filter(begins | ended, store_id=store_id).exists()


def _read_announcements() -> list[Said]:
    first = Store.objects.order_by("pk").values("pk")[:1]
    rows = Announcement.objects.filter(store__in=first).values_list("texts", "link", "starts_at", "ends_at")
    return [Said(*row) for row in rows]


kept = Briefly(_read_announcements)


Row = TypeVar("Row", bound=Model)


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound()
    return found


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE, "")

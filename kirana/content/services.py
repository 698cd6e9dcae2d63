"""The verbs that change content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.db.models import Q

from kirana.catalog.models import Listing
from kirana.catalog.services import images, listings
from kirana.content import selectors
from kirana.content.calendar import Season
from kirana.content.models import Announcement, Banner, Campaign, Feature, Turning
from kirana.core import audit, clock, locks
from kirana.core.actors import Actor, system
from kirana.stores import services as stores
from kirana.stores.models import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A product that is to stand on the home page, and its last day there; None: until it is taken off."""

    listing_id: int
    until: date | None = None


def keep_picture(file: IO[bytes]) -> str:
    """Put a banner's picture in storage in the widths banners use; the stem. Raises as `images.keep`."""
    return images.keep(file, folder="banners", widths=images.WIDE).stem


def hang_banner(*, store: Store, key: str, by: Actor, at: datetime, **facts: Any) -> Banner:
    """Show a banner between its two days; the same key again replaces it."""
    with locks.transaction():
        banner, _made = Banner.objects.update_or_create(store=store, key=key, defaults=facts)
        stores.note_catalogue_change(store_id=store.pk)
        audit.record(action="banner.hang", subject=f"banner:{key}", by=by, at=at)
    return banner


def take_banner_down(*, banner: Banner, by: Actor, at: datetime) -> None:
    """Show it no more. Its files stay: a cached page may use them."""
    with locks.transaction():
        Banner.objects.filter(pk=banner.pk).delete()
        stores.note_catalogue_change(store_id=banner.store_id)
        audit.record(action="banner.take_down", subject=f"banner:{banner.key}", by=by, at=at)


def feature(*, store: Store, places: Sequence[Place], by: Actor, at: datetime) -> None:
    """Have these products on the home page, in this order, and no others.

    When a product was chosen stays what it was for as long as it stands there.
    """
    wanted = {place.listing_id: place for place in places}
    with locks.transaction():
        shown = Listing.objects.filter(store=store).filter(Q(is_featured=True) | Q(pk__in=wanted))
        for listing in shown.select_related("product").order_by("pk"):
            listings.change(listing=listing, by=by, at=at, is_featured=listing.pk in wanted)
        Feature.objects.filter(listing__store=store).exclude(listing_id__in=wanted).delete()
        for position, place in enumerate(wanted.values(), start=1):
            Feature.objects.update_or_create(
                listing_id=place.listing_id,
                defaults={"position": position, "until": place.until},
                create_defaults={"position": position, "until": place.until, "chosen_at": at},
            )
        stores.note_catalogue_change(store_id=store.pk)
        audit.record(action="featured.choose", subject=f"store:{store.pk}", by=by, at=at, listings=list(wanted))


def plan_campaign(*, store: Store, key: str, by: Actor, at: datetime, **facts: Any) -> Campaign:
    """Do something for a season; the same key again changes it."""
    with locks.transaction():
        campaign, _made = Campaign.objects.update_or_create(
            store=store, key=key, defaults={"is_skipped": False} | facts
        )
        stores.note_catalogue_change(store_id=store.pk)
        audit.record(action="campaign.plan", subject=f"campaign:{key}", by=by, at=at)
    return campaign


def skip_season(*, store: Store, season: Season, by: Actor, at: datetime) -> Campaign:
    """Let a season pass: nobody is asked about it again."""
    facts = {"season": season.key, "starts_on": season.starts_on, "ends_on": season.ends_on, "is_skipped": True}
    with locks.transaction():
        campaign, _made = Campaign.objects.update_or_create(store=store, key=season.key, defaults=facts)
        audit.record(action="campaign.skip", subject=f"campaign:{season.key}", by=by, at=at)
    return campaign


def drop_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Forget a campaign; its banners hang on, by themselves."""
    with locks.transaction():
        Campaign.objects.filter(pk=campaign.pk).delete()
        stores.note_catalogue_change(store_id=campaign.store_id)
        audit.record(action="campaign.drop", subject=f"campaign:{campaign.key}", by=by, at=at)


def announce(*, store: Store, by: Actor, at: datetime, pk: int | None = None, **facts: Any) -> Announcement:
    """Say a sentence over every page between two moments; with `pk`, change one that is said already."""
    with locks.transaction():
        if pk is None:
            said = Announcement.objects.create(store=store, **facts)
        else:
            said, _made = Announcement.objects.update_or_create(pk=pk, store=store, defaults=facts)
        stores.note_catalogue_change(store_id=store.pk)
        audit.record(action="announcement.say", subject=f"announcement:{said.pk}", by=by, at=at, **said.texts)
    selectors.kept.forget()
    return said


def withdraw(*, announcement: Announcement, by: Actor, at: datetime) -> None:
    """Say it no more."""
    with locks.transaction():
        Announcement.objects.filter(pk=announcement.pk).delete()
        stores.note_catalogue_change(store_id=announcement.store_id)
        audit.record(action="announcement.withdraw", subject=f"announcement:{announcement.pk}", by=by, at=at)
    selectors.kept.forget()


def turn(*, store: Store, at: datetime) -> bool:
    """Let what begins begin and what ends end; whether anything did. Pages that were kept are made anew then."""
    with locks.transaction():
        last = Turning.objects.filter(store=store).values_list("at", flat=True).first()
        over = Feature.objects.filter(listing__store=store, until__lt=clock.shop_date(at))
        for one in over.select_related("listing__product").order_by("listing_id"):
            listings.change(listing=one.listing, by=system("content"), at=at, is_featured=False)
            Feature.objects.filter(pk=one.pk).delete()
        turned = last is None or selectors.turns_between(store_id=store.pk, since=last, until=at)
        if turned:
            stores.note_catalogue_change(store_id=store.pk)
        Turning.objects.update_or_create(store=store, defaults={"at": at})
    return turned

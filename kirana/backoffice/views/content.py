"""Content for the shop: banners, what stands on the home page, campaigns and announcements, and how a day will look."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice import content_forms as forms
from kirana.catalog import selectors as catalog
from kirana.catalog.models import Listing
from kirana.content import calendar, selectors, tasks
from kirana.content import services as content
from kirana.content.models import Banner, Campaign
from kirana.core import audit, clock, jobs
from kirana.core.errors import NotFound, ShopError
from kirana.inventory import selectors as stock
from kirana.ui.staff import show, staff

PER_PAGE = 20
LOOKS_AHEAD = 60  # days
P = Permission.EDIT_CONTENT


@staff(P)
def overview(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What hangs today, what comes, and the seasons that are near."""
    on = clock.shop_date(clock.now())
    facts = {
        "page": Paginator(selectors.all_banners(store_id=place.store_id), PER_PAGE).get_page(request.GET.get("page")),
        "announcements": list(selectors.announcements(store_id=place.store_id)[:PER_PAGE]),
        "campaigns": selectors.campaigns(store_id=place.store_id)[:PER_PAGE],
        "seasons": selectors.seasons_ahead(store_id=place.store_id, on=on, days=LOOKS_AHEAD),
        "on": on,
        "now": clock.now(),
    }
    return show(request, place, "backoffice/content/overview.html", facts)


@staff(P)
def new_banner(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """A banner made new, for a campaign when the address names one."""
    on = clock.shop_date(clock.now())
    campaign = _campaign(place, request.GET.get("campaign", ""))
    begins = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on, "link": campaign.link} if campaign else {}
    return _banner_page(request, place, None, {"starts_on": on, "position": 0} | begins, campaign)


@staff(P)
def banner(request: HttpRequest, place: StaffMember, key: str) -> HttpResponse:
    """A banner as it is, to be changed or taken down."""
    found = selectors.banner(store_id=place.store_id, key=key)
    if request.method == "POST" and request.POST.get("do") == "remove":
        content.take_banner_down(banner=found, by=place.as_actor(), at=clock.now())
        messages.success(request, _("Taken down."))
        return redirect("staff_content")
    return _banner_page(request, place, found, forms.BannerForm.values_of(found), found.campaign)


def _banner_page(
    request: HttpRequest, place: StaffMember, found: Banner | None, initial: dict[str, Any], campaign: Campaign | None
) -> HttpResponse:
    options: dict[str, Any] = {"store_id": place.store_id, "has_picture": found is not None}
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.BannerForm(*posted, initial=initial, **options)
    if form.is_bound and form.is_valid():
        try:
            _hang(form, place, found, campaign)
        except ShopError as refusal:
            form.add_error("picture", refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("staff_content")
    facts = {"form": form, "banner": found, "campaign": campaign, "links": _links()}
    return show(request, place, "backoffice/content/banner.html", facts, status=422 if form.errors else 200)


def _hang(form: forms.BannerForm, place: StaffMember, found: Banner | None, campaign: Campaign | None) -> None:
    picture = form.cleaned_data["picture"]
    stem = content.keep_picture(picture) if picture else found.picture if found else ""
    key = found.key if found else f"banner-{secrets.token_hex(4)}"
    facts = form.facts() | {"picture": stem, "campaign": campaign}
    content.hang_banner(store=place.store, key=key, by=place.as_actor(), at=clock.now(), **facts)


@staff(P)
def featured(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What stands on the home page: its order, its last days, one more, one less."""
    shown = selectors.featured(store_id=place.store_id)
    posted = request.POST if request.method == "POST" else None
    rows = [
        (one, forms.FeaturedForm(posted, prefix=str(one.pk), initial=_placed(one, n))) for n, one in _numbered(shown)
    ]
    added = forms.AddFeaturedForm(posted)
    if posted is not None and all(form.is_valid() for form in (added, *(form for _one, form in rows))):
        try:
            places = _places(place, rows, added)
        except NotFound:
            added.add_error("code", _("No product has this code."))
        else:
            content.feature(store=place.store, places=places, by=place.as_actor(), at=clock.now())
            messages.success(request, _("Kept."))
            return redirect("staff_featured")
    wrong = added.errors or any(form.errors for _one, form in rows)
    facts = {"rows": rows, "added": added, "left": stock.available(listing_ids=[one.pk for one in shown])}
    return show(request, place, "backoffice/content/featured.html", facts, status=422 if wrong else 200)


def _numbered(shown: list[Listing]) -> list[tuple[int, Listing]]:
    return list(enumerate(shown, start=1))


def _placed(listing: Listing, number: int) -> dict[str, Any]:
    place = selectors.place_of(listing)
    return {"position": number, "until": place.until if place else None}


def _places(
    place: StaffMember, rows: list[tuple[Listing, forms.FeaturedForm]], added: forms.AddFeaturedForm
) -> list[content.Place]:
    kept = sorted(
        (form.cleaned_data["position"], number, content.Place(one.pk, form.cleaned_data["until"]))
        for number, (one, form) in enumerate(rows)
        if not form.cleaned_data["off"]
    )
    places = [one for _position, _number, one in kept]
    if code := added.cleaned_data["code"]:
        listing = catalog.listing_of(store_id=place.store_id, code=code)
        places.append(content.Place(listing.pk, added.cleaned_data["until"]))
    return places


@staff(P)
def new_campaign(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """A campaign made new, from a season when the address names one."""
    on = clock.shop_date(clock.now())
    season = calendar.by_key(request.GET.get("season", ""))
    return _campaign_page(request, place, None, forms.CampaignForm.prepared(season, on=on))


@staff(P)
def campaign(request: HttpRequest, place: StaffMember, key: str) -> HttpResponse:
    """A campaign as it is, with its banners."""
    found = selectors.campaign(store_id=place.store_id, key=key)
    if request.method == "POST" and request.POST.get("do") == "remove":
        content.drop_campaign(campaign=found, by=place.as_actor(), at=clock.now())
        messages.success(request, _("Dropped."))
        return redirect("staff_content")
    return _campaign_page(request, place, found, forms.CampaignForm.values_of(found))


def _campaign_page(
    request: HttpRequest, place: StaffMember, found: Campaign | None, initial: dict[str, Any]
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = forms.CampaignForm(posted, initial=initial, store_id=place.store_id)
    if form.is_bound and form.is_valid():
        kept = content.plan_campaign(
            store=place.store,
            key=found.key if found else form.key(),
            by=place.as_actor(),
            at=clock.now(),
            **form.facts(),
        )
        messages.success(request, _("Kept."))
        return redirect("staff_campaign", key=kept.key)
    banners = list(found.banners.all()) if found else []
    facts = {"form": form, "campaign": found, "banners": banners, "links": _links()}
    return show(request, place, "backoffice/content/campaign.html", facts, status=422 if form.errors else 200)


@require_POST
@staff(P)
def skipped(request: HttpRequest, place: StaffMember, key: str) -> HttpResponse:
    """Let a season pass."""
    season = calendar.by_key(key)
    if season is None:
        raise NotFound()
    content.skip_season(store=place.store, season=season, by=place.as_actor(), at=clock.now())
    messages.success(request, _("Nobody is asked about it again."))
    return redirect("staff_content")


@staff(P)
def new_announcement(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """A sentence over every page, made new."""
    now = clock.now()
    return _announcement_page(request, place, None, {"starts_at": now, "ends_at": now + timedelta(days=1)})


@staff(P)
def announcement(request: HttpRequest, place: StaffMember, pk: int) -> HttpResponse:
    """An announcement as it is, to be changed or withdrawn."""
    found = selectors.announcement(store_id=place.store_id, pk=pk)
    if request.method == "POST" and request.POST.get("do") == "remove":
        content.withdraw(announcement=found, by=place.as_actor(), at=clock.now())
        messages.success(request, _("Withdrawn."))
        return redirect("staff_content")
    return _announcement_page(request, place, pk, forms.AnnouncementForm.values_of(found))


def _announcement_page(
    request: HttpRequest, place: StaffMember, pk: int | None, initial: dict[str, Any]
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = forms.AnnouncementForm(posted, initial=initial, store_id=place.store_id)
    if form.is_bound and form.is_valid():
        content.announce(store=place.store, pk=pk, by=place.as_actor(), at=clock.now(), **form.facts())
        messages.success(request, _("Kept."))
        return redirect("staff_content")
    facts = {"form": form, "is_new": pk is None, "links": _links()}
    return show(request, place, "backoffice/content/announcement.html", facts, status=422 if form.errors else 200)


@staff(P)
def preview(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """How the home page will look on a day: its banners, its products, what is said."""
    on = _day(request.GET.get("on", ""))
    language = get_language() or "en"
    spoken = [
        one
        for one in selectors.announcements(store_id=place.store_id)
        if clock.shop_date(one.starts_at) <= on <= clock.shop_date(one.ends_at)
    ]
    facts = {
        "on": on,
        "banners": selectors.banners(store_id=place.store_id, on=on, language=language),
        "featured": selectors.featured(store_id=place.store_id, on=on),
        "said": [one.texts.get(language) or one.texts.get("en", "") for one in spoken],
    }
    return show(request, place, "backoffice/content/preview.html", facts)


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return found or clock.shop_date(clock.now())


def _campaign(place: StaffMember, key: str) -> Campaign | None:
    return selectors.campaign(store_id=place.store_id, key=key) if key else None


def _links() -> list[tuple[str, str]]:
    """Paths to offer while a link is typed, with what they are."""
    language = get_language() or "en"
    shelves = [(f"/shelves/{one.slug}/", one.name_in(language)) for one in catalog.shelves()]
    return [("/offers/", _("Offers")), *shelves]


@require_POST
@staff(P)
def pictures_mended(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Have the missing widths of pictures made, by the worker."""
    jobs.enqueue(tasks.mend_pictures)
    audit.record(action="pictures.mend", subject=f"store:{place.store_id}", by=place.as_actor(), at=clock.now())
    messages.success(request, _("Missing picture files are being made; look again in a few minutes."))
    return redirect("staff_content")

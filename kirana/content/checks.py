"""What the shop asks about its content: whether the home page is of today."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kirana.catalog.models import Listing
from kirana.content import selectors
from kirana.content.calendar import ends
from kirana.content.links import leads_somewhere
from kirana.content.models import Banner
from kirana.content.pictures import audit
from kirana.core import clock
from kirana.inventory import selectors as stock
from kirana.ops.checks import Answer, Check, Figure, Verdict
from kirana.stores.models import Store

UNCHANGED_FOR = timedelta(days=14)
SEASON_WITHIN = 21  # days
ENDS_SOON = timedelta(days=3)
SCREENFUL = 20


def featured(at: datetime) -> Answer:
    """Whether what stands on the home page can be bought and was chosen lately."""
    shown = [listing for store in Store.objects.all() for listing in selectors.featured(store_id=store.pk)]
    left = stock.available(listing_ids=[one.pk for one in shown])
    out = [one for one in shown if left.get(one.pk, 0) <= 0]
    over = [one for one in shown if (place := selectors.place_of(one)) and _is_over(place.until, at)]
    chosen = max((_chosen_at(one) for one in shown), default=None)
    figures = [
        Figure(_("Products on the home page"), str(len(shown)), reverse("staff_featured")),
        Figure(_("Sold out"), str(len(out))),
        Figure(_("Past their last day"), str(len(over))),
        Figure(_("Last chosen"), clock.shop_date(chosen).isoformat() if chosen else "–"),
    ]
    rows = [
        *((one.product.name, str(_("Sold out"))) for one in out),
        *((one.product.name, str(_("Ended"))) for one in over),
    ]
    if not shown:
        return Answer(Verdict.ASK, _("No product is on the home page. Which ones should be?"), {}, figures)
    if out or over:
        sentence = _("%(count)s products on the home page cannot be bought or have had their time.")
        return Answer(Verdict.WATCH, sentence, {"count": len(out) + len(over)}, figures, rows[:SCREENFUL])
    if chosen is not None and at - chosen > UNCHANGED_FOR:
        sentence = _("The home page has shown the same products for %(days)s days.")
        return Answer(Verdict.WATCH, sentence, {"days": (at - chosen).days}, figures)
    return Answer(Verdict.GOOD, _("What stands on the home page is there to buy, and was chosen lately."), {}, figures)


def banners(at: datetime) -> Answer:
    """Whether banners hang, lead somewhere, and will go on hanging."""
    on = clock.shop_date(at)
    every = list(Banner.objects.order_by("ends_on", "pk"))
    hanging = [one for one in every if one.starts_on <= on <= one.ends_on]
    broken = [one for one in every if one.ends_on >= on and not leads_somewhere(one.link, store_id=one.store_id)]
    over = [one for one in every if one.ends_on < on]
    figures = [
        Figure(_("Banners that hang today"), str(len(hanging)), reverse("staff_content")),
        Figure(_("That lead nowhere"), str(len(broken))),
        Figure(_("Over, and hidden"), str(len(over))),
        Figure(_("The last one ends"), max((one.ends_on for one in hanging), default=on).isoformat()),
    ]
    rows = [(one.key, one.link, one.ends_on.isoformat()) for one in [*broken, *over]]
    if broken:
        sentence = _("%(count)s banners lead to a page that is not there.")
        return Answer(Verdict.ACT, sentence, {"count": len(broken)}, figures, rows[:SCREENFUL])
    if not hanging:
        return Answer(Verdict.WATCH, _("No banner is in its season: the home page has none."), {}, figures, rows)
    if all(one.ends_on <= on + ENDS_SOON for one in hanging):
        return Answer(Verdict.WATCH, _("Within three days the last banner is over."), {}, figures, rows[:SCREENFUL])
    return Answer(Verdict.GOOD, _("Banners are in their season, and each leads somewhere."), {}, figures)


def seasonal(at: datetime) -> Answer:
    """Whether the shop has decided what it does for the seasons that are near."""
    on = clock.shop_date(at)
    stores = Store.objects.all()
    near = [one for store in stores for one in _near(store.pk, on)]
    open_ = [one for one in near if one.campaign is None]
    running = [one for one in near if one.campaign and not one.campaign.is_skipped]
    figures = [
        Figure(_("Seasons within 21 days"), str(len(near)), reverse("staff_content")),
        Figure(_("With a campaign"), str(len(running))),
        Figure(_("Not decided"), str(len(open_))),
        Figure(_("The calendar goes to"), ends().isoformat()),
    ]
    rows = [(str(one.season.name), one.season.starts_on.isoformat(), one.season.ends_on.isoformat()) for one in near]
    if open_:
        first = open_[0].season
        sentence = _("%(season)s is from %(day)s: will the shop do something for it, or let it pass?")
        facts = {"season": str(first.name), "day": first.starts_on.isoformat()}
        return Answer(Verdict.ASK, sentence, facts, figures, rows)
    if ends() < on + timedelta(days=90):
        return Answer(Verdict.WATCH, _("The calendar of seasons ends soon; a newer release has more."), {}, figures)
    return Answer(Verdict.GOOD, _("Every season that is near was decided about."), {}, figures, rows)


def pictures(_at: datetime) -> Answer:
    """Whether every picture is there, in every width, and small."""
    found = audit()
    figures = [
        Figure(_("Pictures that pages show"), str(found.looked_at), reverse("staff_content")),
        Figure(_("Files that are missing"), str(len(found.missing))),
        Figure(_("Files that are too large"), str(len(found.oversize))),
        Figure(_("Files of another kind than WebP"), str(len(found.wrong_format))),
        Figure(_("Kept, and shown nowhere"), str(len(found.unused))),
    ]
    rows = [(name,) for name in [*found.missing, *found.oversize, *found.wrong_format]][:SCREENFUL]
    if found.missing:
        sentence = _("%(count)s picture files are missing: shoppers see gaps.")
        return Answer(Verdict.ACT, sentence, {"count": len(found.missing)}, figures, rows)
    if not found.is_clean:
        return Answer(Verdict.WATCH, _("Some picture files are too large or of the wrong kind."), {}, figures, rows)
    return Answer(Verdict.GOOD, _("Every picture is there, in every width, and small."), {}, figures)


def _near(store_id: int, on: date) -> list[selectors.SeasonAhead]:
    return selectors.seasons_ahead(store_id=store_id, on=on, days=SEASON_WITHIN)


def _is_over(until: date | None, at: datetime) -> bool:
    return until is not None and until < clock.shop_date(at)


def _chosen_at(listing: Listing) -> datetime:
    place = selectors.place_of(listing)
    return place.chosen_at if place else listing.listed_at


CHECKS = (
    Check("content.featured", _("Featured products"), 60, "home-page-stale", featured),
    Check("content.banners", _("Banners"), 60, "home-page-stale", banners),
    Check("images.audit", _("Pictures"), 12 * 60, "pictures-missing", pictures),
    Check("content.seasonal", _("Seasons"), 6 * 60, "season-ahead", seasonal),
)

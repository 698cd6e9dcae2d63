"""The demo's home page as a careful owner leaves it: chosen last week, the next season prepared."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from kirana.content import selectors
from kirana.content import services as content
from kirana.content.calendar import Season
from kirana.core import clock
from kirana.core.actors import Actor
from kirana.stores.models import Store

NEAR = 21  # days


def dress(*, store: Store, by: Actor, at: datetime) -> None:
    """Choose the home page anew, announce the early morning, and decide about the seasons that are near."""
    chosen = at - timedelta(days=5)
    shown = selectors.featured(store_id=store.pk)
    content.feature(store=store, places=[content.Place(one.pk) for one in shown], by=by, at=chosen)
    content.announce(
        store=store,
        by=by,
        at=chosen,
        texts={"en": "New: milk and bread from seven in the morning", "hi": "नया: सुबह सात बजे से दूध और ब्रेड"},
        link="/shelves/dairy-bread-eggs/",
        starts_at=chosen,
        ends_at=at + timedelta(days=9),
    )
    for ahead in selectors.seasons_ahead(store_id=store.pk, on=clock.shop_date(at), days=NEAR)[:1]:
        season = ahead.season
        content.plan_campaign(
            store=store,
            key=season.key,
            by=by,
            at=chosen,
            season=season.key,
            names=_names(season),
            link="/offers/",
            starts_on=season.starts_on,
            ends_on=season.ends_on,
        )


def _names(season: Season) -> dict[str, str]:
    """What the season is called in each of the shop's languages."""
    names = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            names[code] = str(season.name)
    return names

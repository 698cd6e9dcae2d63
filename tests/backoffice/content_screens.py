"""The screens of content."""

from typing import Any

from kirana.accounts.roles import Permission
from kirana.content import services as content
from tests.backoffice.floor import Floor, Screen
from tests.cast import BY, NOW, a_picture
from tests.content.hung import HOLI

P = Permission.EDIT_CONTENT
BANNER = {
    "title_en": "Diwali lights",
    "title_hi": "दीवाली की रोशनी",
    "line_en": "Diyas, oil and sweets",
    "line_hi": "",
    "call_en": "See all",
    "call_hi": "",
    "link": "/shelves/atta/",
    "starts_on": "2026-10-21",
    "ends_on": "2026-11-10",
    "position": "1",
}
CAMPAIGN = {
    "name_en": "Diwali",
    "name_hi": "दीवाली",
    "link": "/offers/",
    "starts_on": "2026-10-21",
    "ends_on": "2026-11-10",
}
SAID = {
    "text_en": "Closed on Monday",
    "text_hi": "",
    "link": "",
    "starts_at": "2026-03-01T08:00",
    "ends_at": "2026-03-03T08:00",
}


def banner_form(**changes: Any) -> dict[str, Any]:
    """The form of a new banner, filled in."""
    return BANNER | {"picture": a_picture(width=500, height=200, colour="orange")} | changes


def _banner(floor: Floor) -> dict[str, str]:
    shop = floor.lakshmi
    return {"key": content.hang_banner(store=shop.store, key="holi", by=BY, at=NOW, **HOLI).key}


def _campaign(floor: Floor) -> dict[str, str]:
    facts = {"names": {"en": "Holi"}, "starts_on": HOLI["starts_on"], "ends_on": HOLI["ends_on"]}
    return {"key": content.plan_campaign(store=floor.lakshmi.store, key="holi", by=BY, at=NOW, **facts).key}


def _said(floor: Floor) -> dict[str, int]:
    facts = {"texts": {"en": "Closed"}, "starts_at": NOW, "ends_at": NOW.replace(year=2027)}
    return {"pk": content.announce(store=floor.lakshmi.store, by=BY, at=NOW, **facts).pk}


def _season(_floor: Floor) -> dict[str, str]:
    return {"key": "holi-2026"}


CONTENT_SCREENS = (
    Screen("staff_content", P, 200),
    Screen("staff_content_preview", P, 200),
    Screen("staff_pictures_mending", P, 302, "post"),
    Screen("staff_banner_new", P, 200),
    Screen("staff_banner_new", P, 302, "post", data=lambda _: banner_form()),
    Screen("staff_banner", P, 200, parts=_banner),
    Screen("staff_banner", P, 302, "post", parts=_banner, data=lambda _: BANNER),
    Screen("staff_banner", P, 302, "post", more="down", parts=_banner, data=lambda _: {"do": "remove"}),
    Screen("staff_featured", P, 200),
    Screen("staff_featured", P, 302, "post", data=lambda _: {"code": "atta", "until": ""}),
    Screen("staff_campaign_new", P, 200),
    Screen("staff_campaign_new", P, 302, "post", data=lambda _: CAMPAIGN),
    Screen("staff_campaign", P, 200, parts=_campaign),
    Screen("staff_campaign", P, 302, "post", parts=_campaign, data=lambda _: CAMPAIGN),
    Screen("staff_campaign", P, 302, "post", more="drop", parts=_campaign, data=lambda _: {"do": "remove"}),
    Screen("staff_season_passing", P, 302, "post", parts=_season),
    Screen("staff_announcement_new", P, 200),
    Screen("staff_announcement_new", P, 302, "post", data=lambda _: SAID),
    Screen("staff_announcement", P, 200, parts=_said),
    Screen("staff_announcement", P, 302, "post", parts=_said, data=lambda _: SAID),
    Screen("staff_announcement", P, 302, "post", more="withdraw", parts=_said, data=lambda _: {"do": "remove"}),
)

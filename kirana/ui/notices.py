"""What every page of the shop says while something is wrong or switched off."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kirana.content import selectors as content
from kirana.ops import switches
from kirana.ops.incidents import public as incidents
from kirana.ops.switches import Switch, SwitchPosition
from kirana.payments import gateways
from kirana.ui import words


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence over the page, and until when it holds, where someone said so."""

    sentence: str
    until: str = ""
    link: str = ""  # a path within the shop, without the language


def for_shoppers(*, at: datetime) -> list[Notice]:
    """What a shopper has to know before they fill a basket, and what the shop announces; mostly nothing."""
    language = get_language() or "en"
    turned = [Notice(said, _until(row.until)) for row in switches.turned_on() if (said := _sentence(row))]
    told = [Notice(one.messages[language], _until(one.eta)) for one in incidents.going_on()]
    return told + turned + [Notice(one.text_in(language), link=one.link) for one in content.said(at=at)]


def _sentence(row: SwitchPosition) -> str:
    match row.name:
        case Switch.PAUSE_ORDERING:
            return _("We are not taking orders just now. You can look around and fill your basket.")
        case Switch.READ_ONLY:
            return _("You can look around, but for a little while nothing can be ordered or changed.")
        case Switch.PAUSE_PAYMENT if row.detail in gateways.ALL:
            return _("“%(method)s” is not working just now.") % {"method": gateways.by_code(row.detail).label}
    return ""


def _until(at: datetime | None) -> str:
    return _("Until about %(moment)s.") % {"moment": words.moment(at)} if at else ""

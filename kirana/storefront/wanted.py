"""What a list's address asks for: filters, order, page. Nonsense in an address is passed over."""

from dataclasses import dataclass

from django.http import QueryDict

from kirana.catalog.models import VegMark
from kirana.core.money import NotMoney, parse_rupees
from kirana.search.browse import Filters, Size, Sort

MOST_VALUES = 40
MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as its address asks for it. `text` is what is searched for."""

    filters: Filters
    sort: Sort
    number: int
    text: str
    without_page: str  # the query string for the links to other pages

    def page_query(self, number: int) -> str:
        """The query string of another page of the same list."""
        parts = [self.without_page, f"page={number}" if number > 1 else ""]
        joined = "&".join(part for part in parts if part)
        return f"?{joined}" if joined else "?"


def read(query: QueryDict, *, default: Sort) -> Wanted:
    """The list that a query string asks for."""
    rest = query.copy()
    rest.pop("page", None)
    filters = Filters(
        brands=tuple(query.getlist("brand")[:MOST_VALUES]),
        origins=tuple(query.getlist("origin")[:MOST_VALUES]),
        sizes=tuple(Size(value) for value in query.getlist("size") if value in Size._value2member_map_),
        veg=tuple(value for value in query.getlist("veg") if value in VegMark.values),
        least_paise=_paise(query.get("from", "")),
        most_paise=_paise(query.get("to", "")),
        only_offers=query.get("offers") == "on",
        only_in_stock=query.get("stock") == "on",
    )
    sort = query.get("sort", "")
    return Wanted(
        filters=filters,
        sort=Sort(sort) if sort in Sort._value2member_map_ else default,
        number=_number(query.get("page", "")),
        text=" ".join(query.get("q", "").replace("\x00", "").split())[:120],
        without_page=rest.urlencode(),
    )


def _paise(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return parse_rupees(text)
    except NotMoney:
        return None


def _number(text: str) -> int:
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and int(text) > 0 else 1

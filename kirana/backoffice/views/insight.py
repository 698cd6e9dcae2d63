"""Insight: sales day by day, from looking to buying, what sells and what could; each as a file too."""

import csv

from django.http import Http404, HttpRequest, HttpResponse

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.analytics import insight as analytics
from kirana.analytics import selectors
from kirana.core import clock
from kirana.ui.staff import show, staff


@staff(Permission.SEE_INSIGHT)
def insight(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The last thirty days."""
    at = clock.now()
    days = analytics.sales(store_id=place.store_id, at=at)
    facts = {
        "bars": analytics.bars(days),
        "width": analytics.WIDTH,
        "height": analytics.HEIGHT,
        "paise": sum(day.paise for day in days),
        "orders": sum(day.orders for day in days),
        "regulars": analytics.regulars(store_id=place.store_id, at=at),
        "popular": selectors.sold(store_id=place.store_id, since=at - selectors.MONTH),
        "tables": analytics.tables(store_id=place.store_id, at=at),
    }
    return show(request, place, "backoffice/insight.html", facts)


@staff(Permission.SEE_INSIGHT)
def insight_file(request: HttpRequest, place: StaffMember, table: str) -> HttpResponse:
    """One table as a CSV file. A cell that a spreadsheet would run is told apart by a quote."""
    found = analytics.tables(store_id=place.store_id, at=clock.now()).get(table)
    if found is None:
        raise Http404
    columns, rows = found
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell[:1] in "=+-@" else cell for cell in row] for row in rows)
    return response

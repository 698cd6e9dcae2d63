"""A khata's statement as a page to print, a PDF and a CSV file; the same for the shop and for whose khata it is."""

import csv
import io
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kirana.core.money import plain_rupees
from kirana.payments.ledgers.models import KhataAccount
from kirana.payments.ledgers.statements import Statement, statement, usual_period
from kirana.ui.pdf import NoPdfHere, draw

TEMPLATE, STYLE = "ui/khata_statement.html", "ui/css/statement.css"


def answer(request: HttpRequest, *, account: KhataAccount, kind: str, on: date) -> HttpResponse:
    """The statement in the form asked for: `html`, `pdf` or `csv`; `from` and `to` in the address say the days."""
    first, last = usual_period(on=on)
    found = statement(
        account=account,
        since=_date(request.GET.get("from", ""), first),
        until=_date(request.GET.get("to", ""), last),
    )
    if kind == "csv":
        return _file(as_csv(found).encode("utf-8-sig"), "text/csv; charset=utf-8", found, kind)
    if kind == "html":
        return render(request, TEMPLATE, _facts(found))
    if kind != "pdf":
        raise Http404
    try:
        drawn = draw(render_to_string(TEMPLATE, _facts(found) | {"is_pdf": True}), style=STYLE)
    except NoPdfHere as missing:
        return render(request, TEMPLATE, _facts(found) | {"notice": missing.message}, status=missing.status)
    return _file(drawn, "application/pdf", found, kind)


def as_csv(found: Statement) -> str:
    """The lines as a file for a spreadsheet; amounts in rupees."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow([_("Day"), _("What"), _("Order"), _("Note"), _("Given"), _("Paid"), _("Owed")])
    rows.writerow([found.since.isoformat(), _("Owed before"), "", "", "", "", plain_rupees(found.opening_paise)])
    for entry in found.entries:
        given, paid = max(entry.change_paise, 0), max(-entry.change_paise, 0)
        sums = [plain_rupees(given) if given else "", plain_rupees(paid) if paid else ""]
        what = [str(entry.get_kind_display()), _plain(entry.reference), _plain(entry.why or entry.utr)]
        rows.writerow([f"{entry.at:%Y-%m-%d}", *what, *sums, plain_rupees(entry.balance_after_paise)])
    return file.getvalue()


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _facts(found: Statement) -> dict[str, Any]:
    return {
        "statement": found,
        "account": found.account,
        "store": found.account.store,
        "customer": found.account.customer,
    }


def _file(content: bytes, kind: str, found: Statement, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"khata-{found.account.pk}-{found.until:%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _date(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise

"""Bringing a catalogue in from a file, looking at it first, and taking it back; and carrying ours out."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.changes import column_changes
from kirana.backoffice.forms import ImportForm
from kirana.catalog import exports
from kirana.catalog import selectors as catalog
from kirana.catalog.models.imports import ImportOutcome
from kirana.catalog.states import IMPORTS
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.flows import import_catalogue as flow
from kirana.ui.staff import show, staff

PER_PAGE = 50
VERBS = {"application": flow.apply_batch, "dropping": flow.drop_batch, "undoing": flow.undo_batch}
ADDRESS_OF = {"apply": "application", "drop": "dropping", "undo": "undoing"}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff(Permission.IMPORT_CATALOGUE)
def batches(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The files that came before, and the form for the next."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = flow.read_file(store=place.store, file=file, name=file.name, by=place.as_actor(), at=clock.now())
        except ShopError as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("staff_import", batch_id=read.pk)
    facts = {"form": form, "batches": catalog.import_batches(store_id=place.store_id)}
    return show(request, place, "backoffice/imports.html", facts, status=422 if form.errors else 200)


@staff(Permission.IMPORT_CATALOGUE)
def batch(request: HttpRequest, place: StaffMember, batch_id: int) -> HttpResponse:
    """What a file would change, or has changed, row by row."""
    found = catalog.import_batch(store_id=place.store_id, batch_id=batch_id)
    outcome = request.GET.get("outcome", "")
    rows = found.rows.filter(outcome=outcome) if outcome in ImportOutcome.values else found.rows.all()
    moves = [(ADDRESS_OF[move.name], move) for move in IMPORTS.moves_from(found.state)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    changes = {row.pk: column_changes(row) for row in page}
    facts = {"batch": found, "page": page, "outcome": outcome, "moves": moves, "changes": changes}
    return show(request, place, "backoffice/import.html", facts)


@require_POST
@staff(Permission.IMPORT_CATALOGUE)
def decide(request: HttpRequest, place: StaffMember, batch_id: int, verb: str) -> HttpResponse:
    """Apply, drop or undo."""
    if verb not in VERBS:
        raise Http404
    found = catalog.import_batch(store_id=place.store_id, batch_id=batch_id)
    VERBS[verb](batch=found, by=place.as_actor(), at=clock.now())
    return redirect("staff_import", batch_id=batch_id)


@staff(Permission.IMPORT_CATALOGUE)
def export(request: HttpRequest, place: StaffMember, kind: str) -> HttpResponseBase:
    """The catalogue as a file."""
    if kind == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(
            exports.as_csv(store_id=place.store_id), content_type="text/csv; charset=utf-8"
        )
    elif kind == "xlsx":
        answer = HttpResponse(exports.as_excel(store_id=place.store_id), content_type=EXCEL)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="catalogue.{kind}"'
    return answer

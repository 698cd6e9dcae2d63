"""Settlement files: looked at, brought into the books, taken back; and the lines that fit nothing of ours."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice.money_forms import SettlementForm
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.payments.ledgers.models import LineProblem
from kirana.payments.ledgers.settlements import selectors, services
from kirana.payments.ledgers.states import SETTLEMENTS
from kirana.ui.staff import show, staff

PER_PAGE = 50
VERBS = {"application": services.apply_file, "dropping": services.drop_file, "undoing": services.undo_file}
ADDRESS_OF = {"apply": "application", "drop": "dropping", "undo": "undoing"}


@staff(Permission.SEE_MONEY)
def files(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """The files that came, and the lines that fit no payment."""
    return _page(request, place, SettlementForm())


@require_POST
@staff(Permission.CLOSE_DAY)
def reading(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Read a file; the books stay as they are."""
    form = SettlementForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            read = services.read_file(
                store_id=place.store_id, file=sent, name=sent.name, by=place.as_actor(), at=clock.now()
            )
        except ShopError as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("staff_settlement", file_id=read.pk)
    return _page(request, place, form, status=422)


@staff(Permission.SEE_MONEY)
def file(request: HttpRequest, place: StaffMember, file_id: int) -> HttpResponse:
    """A file line by line: what it would bring, or has brought, into the books."""
    found = selectors.file(store_id=place.store_id, file_id=file_id)
    problem = request.GET.get("problem", "")
    problem = problem if problem in LineProblem.values else ""
    facts = {
        "file": found,
        "sums": selectors.sums(file_id=file_id),
        "page": Paginator(selectors.lines(file_id=file_id, problem=problem), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "problem": problem,
        "problems": [choice for choice in LineProblem.choices if choice[0]],
        "moves": [(ADDRESS_OF[move.name], move) for move in SETTLEMENTS.moves_from(found.state)],
    }
    return show(request, place, "backoffice/money/settlement.html", facts)


@require_POST
@staff(Permission.CLOSE_DAY)
def decide(request: HttpRequest, place: StaffMember, file_id: int, verb: str) -> HttpResponse:
    """Apply, drop or undo."""
    if verb not in VERBS:
        raise Http404
    found = selectors.file(store_id=place.store_id, file_id=file_id)
    VERBS[verb](file_id=found.pk, by=place.as_actor(), at=clock.now())
    return redirect("staff_settlement", file_id=file_id)


def _page(request: HttpRequest, place: StaffMember, form: SettlementForm, *, status: int = 200) -> HttpResponse:
    unmatched = selectors.unmatched(store_id=place.store_id)
    facts = {
        "form": form,
        "files": selectors.files(store_id=place.store_id),
        "page": Paginator(unmatched, PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, place, "backoffice/money/settlements.html", facts, status=status)

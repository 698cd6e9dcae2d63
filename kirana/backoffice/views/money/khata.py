"""Khata for the shop: who owes what, an account line by line, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.backoffice import money_forms as forms
from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.customers import selectors as customers
from kirana.flows import keep_khata as flow
from kirana.flows import remind_khata
from kirana.payments.ledgers import khata as verbs
from kirana.payments.ledgers import selectors
from kirana.payments.ledgers.dues import due
from kirana.payments.ledgers.models import KhataAccount, Means
from kirana.ui import khata_statement
from kirana.ui.staff import show, staff

PER_PAGE = 50
FORMS = {"give": forms.GiveForm, "repay": forms.RepayForm, "correct": forms.CorrectForm}


@staff(Permission.SEE_MONEY)
def khatas(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Everyone's khata, who owes the most first."""
    text, only = request.GET.get("q", "").strip()[:60], request.GET.get("show", "")
    on = clock.shop_date(clock.now())
    found = selectors.khatas(store_id=place.store_id, on=on, text=text, only=only)
    facts = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "text": text,
        "shown": only,
        "owed_paise": selectors.owed_to(store_id=place.store_id),
    }
    return show(request, place, "backoffice/money/khatas.html", facts)


@staff(Permission.SET_KHATA)
def opening(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """Open a khata: for a customer who is looked up, or for someone new."""
    form = forms.KhataOpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = _open(place, form.cleaned_data)
        except ShopError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("staff_khata", account_id=account.pk)
    text = request.GET.get("q", "").strip()[:60]
    facts = {"form": form, "text": text, "found": customers.search(text=text) if text else []}
    return show(request, place, "backoffice/money/khata_new.html", facts, status=422 if form.errors else 200)


@staff(Permission.SEE_MONEY)
def khata(request: HttpRequest, place: StaffMember, account_id: int) -> HttpResponse:
    """One khata, line by line, and the forms for what may happen next."""
    return _page(request, place, _account(place, account_id), {})


@require_POST
@staff(Permission.KEEP_KHATA)
def entries(request: HttpRequest, place: StaffMember, account_id: int, verb: str) -> HttpResponse:
    """Give, take a payment, or correct. A refusal keeps what was typed."""
    if verb not in FORMS:
        raise Http404
    account = _account(place, account_id)
    form = FORMS[verb](request.POST, prefix=verb)
    if form.is_valid():
        try:
            _write(place, account, verb, form)
        except ShopError as refusal:
            form.add_error("amount", refusal.message)
        else:
            messages.success(request, _("Written."))
            return redirect("staff_khata", account_id=account_id)
    return _page(request, place, account, {verb: form}, status=422)


@require_POST
@staff(Permission.SET_KHATA)
def terms(request: HttpRequest, place: StaffMember, account_id: int) -> HttpResponse:
    """Set the limit and the due day, close or open."""
    account = _account(place, account_id)
    form = forms.KhataTermsForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            verbs.set_terms(
                account_id=account.pk,
                limit_paise=typed["limit"],
                due_day=typed["due_day"],
                is_open=typed["is_open"],
                by=place.as_actor(),
                at=clock.now(),
            )
        except ShopError as refusal:
            form.add_error("limit", refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("staff_khata", account_id=account_id)
    return _page(request, place, account, {"terms": form}, status=422)


@require_POST
@staff(Permission.KEEP_KHATA)
def reminder(request: HttpRequest, place: StaffMember, account_id: int) -> HttpResponse:
    """Remind by mail."""
    account = _account(place, account_id)
    try:
        remind_khata.remind(account=account, by=place.as_actor(), at=clock.now())
    except ShopError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The reminder is on its way."))
    return redirect("staff_khata", account_id=account_id)


@staff(Permission.SEE_MONEY)
def statement(request: HttpRequest, place: StaffMember, account_id: int, kind: str) -> HttpResponse:
    """The statement: to print, as a PDF, as a file."""
    on = clock.shop_date(clock.now())
    return khata_statement.answer(request, account=_account(place, account_id), kind=kind, on=on)


def _open(place: StaffMember, typed: dict[str, Any]) -> KhataAccount:
    facts: dict[str, Any] = {"store_id": place.store_id, "limit_paise": typed["limit"], "due_day": typed["due_day"]}
    facts |= {"by": place.as_actor(), "at": clock.now()}
    if typed["customer"]:
        return verbs.open_account(customer_id=customers.by_id(customer_id=typed["customer"]).pk, **facts)
    return flow.open_for_new_customer(name=typed["name"], phone=typed["phone"], **facts)


def _write(place: StaffMember, account: KhataAccount, verb: str, form: Any) -> None:
    typed, by, at = form.cleaned_data, place.as_actor(), clock.now()
    key = f"staff-{account.pk}-{typed['key']}"
    if verb == "give":
        verbs.give(
            customer_id=account.customer_id,
            reference="",
            amount_paise=typed["amount"],
            key=key,
            by=by,
            at=at,
            why=typed["why"],
        )
    elif verb == "repay":
        means = Means(typed["means"])
        utr = typed["utr"] if means is Means.UPI else ""
        flow.repay(account=account, amount_paise=typed["amount"], means=means, utr=utr, key=key, by=by, at=at)
    else:
        change = form.change_paise()
        verbs.correct(account_id=account.pk, change_paise=change, key=key, by=by, at=at, why=typed["why"])


def _page(
    request: HttpRequest, place: StaffMember, account: KhataAccount, bound: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    on = clock.shop_date(clock.now())
    kept = {"limit": account.limit_paise, "due_day": account.due_day, "is_open": account.is_open}
    entries_ = selectors.khata_entries(account_id=account.pk)
    facts = {
        "account": account,
        "due": due(account, on=on),
        "page": Paginator(entries_, PER_PAGE).get_page(request.GET.get("page")),
        "forms": {verb: form(prefix=verb) for verb, form in FORMS.items()} | bound,
        "terms": bound.get("terms") or forms.KhataTermsForm(initial=kept),
        "reminder": _reminder(account),
        "open_verb": next((verb for verb in bound if verb in FORMS), ""),
    }
    return show(request, place, "backoffice/money/khata.html", facts, status=status)


def _reminder(account: KhataAccount) -> dict[str, str]:
    """The words of a reminder and the ways they may go; nothing when nothing is owed."""
    if account.balance_paise <= 0:
        return {}
    ways = {"whatsapp": remind_khata.whatsapp_link(account), "sms": remind_khata.sms_link(account)}
    return {"words": remind_khata.words(account), "page": remind_khata.page_of(account)} | ways


def _account(place: StaffMember, account_id: int) -> KhataAccount:
    on = clock.shop_date(clock.now())
    return selectors.khata(store_id=place.store_id, account_id=account_id, on=on)

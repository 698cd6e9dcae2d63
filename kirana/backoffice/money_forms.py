"""The forms of the money screens. Each carries a key, so that pressing twice is one entry."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.backoffice.forms import RupeesField
from kirana.payments.ledgers.models import Means
from kirana.payments.upi import read_utr
from kirana.ui.forms import AccessibleForm, PhoneField

UTR = r"^\d{12}$"


class KeyedForm(AccessibleForm):
    """A form that says which press of its button this is."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": secrets.token_urlsafe(18)} | (options.get("initial") or {})
        super().__init__(*args, **options)


class KhataTermsForm(AccessibleForm):
    """How much may be owed, and when it is to be paid."""

    limit = RupeesField(label=_("Limit ₹"), help_text=_("The most that may be owed."))
    due_day = forms.IntegerField(
        label=_("Due day"), min_value=1, max_value=28, initial=5, help_text=_("Of the next month, 1 to 28.")
    )
    is_open = forms.BooleanField(label=_("More may be given"), required=False, initial=True)


class KhataOpeningForm(KhataTermsForm):
    """A khata for a customer the shop knows, or for someone new by name and phone."""

    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    phone = PhoneField(label=_("Phone"), max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("customer"):
            for name in ("name", "phone"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in."))
        return typed


class GiveForm(KeyedForm):
    """Goods that someone takes at the counter or orders by phone."""

    amount = RupeesField(label=_("Amount ₹"))
    why = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("What was taken."))


class RepayForm(KeyedForm):
    """Money that someone brings."""

    amount = RupeesField(label=_("Amount ₹"))
    means = forms.ChoiceField(label=_("Paid by"), choices=Means.choices)
    utr = forms.RegexField(
        UTR,
        label=_("UTR"),
        required=False,
        help_text=_("The twelve digits of the UPI payment."),
        error_messages={"invalid": _("A UTR has twelve digits.")},
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("means") == Means.UPI and not typed.get("utr") and "utr" not in self.errors:
            self.add_error("utr", _("Please fill this in."))
        return typed


class UtrForm(AccessibleForm):
    """The number of a transfer, as the bank's app shows it."""

    utr = forms.CharField(
        label=_("UTR"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def clean_utr(self) -> str:
        utr = read_utr(self.cleaned_data["utr"])
        if utr is None:
            raise forms.ValidationError(_("A UTR has twelve digits."))
        return utr


class CorrectForm(KeyedForm):
    """A mistake, put right by an entry of its own."""

    amount = RupeesField(label=_("Amount ₹"))
    direction = forms.ChoiceField(label=_("They owe"), choices=[("less", _("less")), ("more", _("more"))])
    why = forms.CharField(label=_("Reason"), max_length=200)

    def change_paise(self) -> int:
        """More is owed after a positive change."""
        typed = self.cleaned_data
        amount: int = typed["amount"]
        return amount if typed["direction"] == "more" else -amount


class HandInForm(KeyedForm):
    """What a rider puts on the counter."""

    counted = RupeesField(label=_("Counted ₹"))
    why = forms.CharField(label=_("If it differs: why"), max_length=200, required=False)


class TillForm(KeyedForm):
    """The till, counted, or money that leaves it or enters it."""

    verb = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("opening", _("Counted on opening")),
            ("closing", _("Counted on closing")),
            ("paid_out", _("Paid out of the till")),
            ("put_in", _("Put into the till")),
        ],
    )
    amount = RupeesField(label=_("Amount ₹"))
    why = forms.CharField(label=_("Reason"), max_length=200, required=False)


class SettlementForm(AccessibleForm):
    """A file of a gateway's."""

    file = forms.FileField(label=_("CSV or Excel file"))


class CloseForm(AccessibleForm):
    """The words under a closed day."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

"""The forms about taxes: a rate that is added, and the scheme the shop is under."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.invoicing.rates import Condition
from kirana.invoicing.services.rates import RateDraft
from kirana.ui.forms import AccessibleForm

BP_IN_PERCENT = 100


class DayField(forms.DateField):
    """A day, chosen or written as 2026-03-31."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class RateForm(AccessibleForm):
    """A rate of GST for a heading, with its days and where it is written."""

    hsn = forms.RegexField(
        r"^\d{2,8}$",
        label=_("HSN"),
        error_messages={"invalid": _("An HSN or the beginning of one: two to eight digits.")},
    )
    description = forms.CharField(label=_("Goods"), max_length=200)
    percent = forms.DecimalField(
        label=_("GST %"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("CGST and SGST together."),
    )
    condition = forms.ChoiceField(label=_("For"), choices=Condition.choices)
    effective_from = DayField(label=_("From"))
    effective_to = DayField(label=_("Until"), required=False)
    source = forms.CharField(
        label=_("Where it is written"), max_length=200, help_text=_("Notification number, schedule and entry.")
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, last = typed.get("effective_from"), typed.get("effective_to")
        if first and last and last < first:
            self.add_error("effective_to", _("It cannot end before it begins."))
        return typed

    def draft(self) -> RateDraft:
        """The rate that was typed."""
        typed = dict(self.cleaned_data)
        return RateDraft(rate_bp=int(typed.pop("percent") * BP_IN_PERCENT), **typed)


class TaxForm(AccessibleForm):
    """The shop's GSTIN and scheme."""

    gstin = forms.CharField(
        label="GSTIN", max_length=20, required=False, help_text=_("Empty: the shop is not registered.")
    )
    is_composition = forms.BooleanField(label=_("Composition scheme: we collect no tax"), required=False)

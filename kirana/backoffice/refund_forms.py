"""The form that gives money back."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kirana.backoffice.forms import RupeesField
from kirana.backoffice.money_forms import KeyedForm
from kirana.orders.models import OrderLine


class RefundForm(KeyedForm):
    """What goes back of an order: an amount, or so much of each line."""

    amount = RupeesField(label=_("Amount ₹"), required=False)
    why = forms.CharField(label=_("Why? The customer reads this."), max_length=200)

    def __init__(self, *args: Any, lines: list[OrderLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            self.fields[self.name_of(line)] = RupeesField(
                label=f"{line.name_in(get_language() or 'en')} ₹", required=False
            )

    @staticmethod
    def name_of(line: OrderLine) -> str:
        """The field of a line."""
        return f"line_{line.pk}"

    @property
    def shares(self) -> dict[str, int]:
        """Paise by the line, of those that give something."""
        typed = {str(line.pk): self.cleaned_data.get(self.name_of(line)) for line in self.lines}
        return {line_id: paise for line_id, paise in typed.items() if paise}

    @property
    def amount_paise(self) -> int:
        """What goes back in all."""
        return sum(self.shares.values()) or self.cleaned_data["amount"] or 0

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.shares and typed.get("amount"):
            self.add_error("amount", _("Write an amount, or amounts for lines, not both."))
        elif not self.errors and not self.amount_paise:
            self.add_error("amount", _("How much goes back?"))
        return typed

"""The forms of customers' requests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.backoffice.forms import RupeesField
from kirana.backoffice.money_forms import KeyedForm
from kirana.support.models import TEXT_LENGTH
from kirana.ui.forms import AccessibleForm


class AnswerForm(AccessibleForm):
    """What the shop writes to a customer."""

    text = forms.CharField(label=_("To the customer"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))


class GoodwillForm(KeyedForm):
    """Store credit to make good."""

    amount = RupeesField(label=_("Amount ₹"))

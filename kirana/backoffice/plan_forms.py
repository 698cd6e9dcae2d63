"""The forms of the plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.support.models import Effort, PlanKind, Reach
from kirana.ui.forms import AccessibleForm


class PlanItemForm(AccessibleForm):
    """Something for the list."""

    title = forms.CharField(label=_("What is to be done"), max_length=160)
    kind = forms.ChoiceField(label=_("What kind"), choices=PlanKind.choices)
    topic = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)


class WeighForm(AccessibleForm):
    """How many it helps, and how much work it is."""

    reach = forms.TypedChoiceField(label=_("Helps"), choices=Reach.choices, coerce=int)
    effort = forms.TypedChoiceField(label=_("Work"), choices=Effort.choices, coerce=int)

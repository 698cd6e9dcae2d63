"""The forms of the staff review. A form only reads what was typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.ops.switches import WHY_LENGTH
from kirana.ui.forms import AccessibleForm


class WhyForm(AccessibleForm):
    """Why, for the log."""

    why = forms.CharField(label=_("Why"), max_length=WHY_LENGTH)

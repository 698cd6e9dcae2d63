"""The forms of breach mode. A form only reads what was typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.ui.forms import AccessibleForm

LOCAL = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})


class WindowForm(AccessibleForm):
    """From when until when the logs are looked at, and whose entries."""

    since = forms.DateTimeField(label=_("From"), widget=_moment())
    until = forms.DateTimeField(label=_("To"), widget=_moment())
    who = forms.CharField(label=_("Only of"), max_length=60, required=False)


class NoticeForm(AccessibleForm):
    """The text of a notice."""

    text = forms.CharField(label=_("Text"), max_length=20_000, strip=False, widget=forms.Textarea(attrs={"rows": 18}))


class SentForm(AccessibleForm):
    """How it was sent."""

    how = forms.CharField(label=_("How and to whom it was sent"), max_length=200)


class RevokeForm(AccessibleForm):
    """Whose sessions end."""

    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[("staff", _("Everyone who works here")), ("all", _("Everyone")), ("one", _("One person"))],
    )
    email = forms.EmailField(label=_("Their e-mail"), required=False)

"""The forms of asking for help. Each carries a key, so that pressing twice is one request."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.support.models import TEXT_LENGTH
from kirana.support.states import About
from kirana.ui.forms import AccessibleForm, PhoneField


class ProblemForm(AccessibleForm):
    """What is not right with an order, in words and with a photo."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = forms.CharField(label=_("What happened?"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))
    photo = forms.FileField(
        label=_("A photo of it"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": secrets.token_urlsafe(18)} | (options.get("initial") or {})
        super().__init__(*args, **options)


class HelpForm(ProblemForm):
    """The same without an order: who asks, and how to reach them."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    field_order = ("about", "text", "photo", "name", "phone", "email", "key")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("phone") and not typed.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("A phone number or an e-mail, so that we can answer."))
        return typed


class WriteBackForm(AccessibleForm):
    """Something more about a request."""

    text = forms.CharField(
        label=_("Write to the shop"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

"""The forms of switches and incidents. A form only reads what was typed."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kirana.ops.incidents.services import Said
from kirana.ops.incidents.states import Kind, Severity
from kirana.ops.switches import WHY_LENGTH
from kirana.ui.forms import AccessibleForm

WHILE = [
    ("", _("I do not know yet")),
    ("15", _("15 minutes")),
    ("30", _("30 minutes")),
    ("60", _("1 hour")),
    ("180", _("3 hours")),
    ("720", _("12 hours")),
]


def moment(minutes: str, at: datetime) -> datetime | None:
    """The moment so many minutes from now; nothing for nothing."""
    return at + timedelta(minutes=int(minutes)) if minutes else None


class SwitchForm(AccessibleForm):
    """Why, and for how long."""

    why = forms.CharField(label=_("Why"), max_length=WHY_LENGTH)
    minutes = forms.ChoiceField(
        label=_("For how long"), choices=[("", _("Until I turn it off")), *WHILE[1:]], required=False
    )


class PublicForm(AccessibleForm):
    """What the public is told."""

    message = forms.CharField(
        label=_("What the public reads, in English"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )
    message_hi = forms.CharField(
        label=_("The same in Hindi"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "hi"}),
    )
    minutes = forms.ChoiceField(label=_("Over in about"), choices=WHILE, required=False)

    def messages(self) -> dict[str, str]:
        """By language."""
        return {"en": self.cleaned_data["message"], "hi": self.cleaned_data["message_hi"]}


class DeclareForm(PublicForm):
    """What is wrong, how bad it is, since when."""

    kind = forms.ChoiceField(label=_("What is wrong"), choices=Kind.choices)
    severity = forms.ChoiceField(label=_("How bad is it"), choices=Severity.choices)
    title = forms.CharField(label=_("In a few words, for us"), max_length=120)
    began = forms.ChoiceField(
        label=_("Since"),
        choices=[
            ("0", _("just now")),
            ("15", _("15 minutes")),
            ("60", _("1 hour")),
            ("240", _("4 hours")),
            ("1440", _("yesterday")),
        ],
        initial="0",
    )
    field_order = ["kind", "severity", "title", "began", "message", "message_hi", "minutes"]

    def facts(self, at: datetime) -> dict[str, Any]:
        """As `incidents.declare` takes them."""
        typed = self.cleaned_data
        return {
            "kind": Kind(typed["kind"]),
            "severity": Severity(typed["severity"]),
            "title": typed["title"],
            "message": Said(self.messages(), moment(typed["minutes"], at)),
            "began_at": at - timedelta(minutes=int(typed["began"])),
        }


class NoteForm(AccessibleForm):
    """Something to write down."""

    text = forms.CharField(label=_("Note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class PostmortemForm(AccessibleForm):
    """What was learned."""

    text = forms.CharField(
        label=_("What was learned"), max_length=40_000, strip=False, widget=forms.Textarea(attrs={"rows": 24})
    )

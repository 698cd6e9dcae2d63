"""What every form of ours shares."""

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

EMPTY = _("Please fill this in.")
REGION = "IN"


class AccessibleForm(forms.Form):
    """A form whose fields say to a screen reader that they are wrong, and where it says why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = EMPTY

    def full_clean(self) -> None:
        """Check what was typed, and mark the fields that are wrong."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                described = f"{self[name].auto_id}_error"
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": described}


class PhoneField(forms.CharField):
    """An Indian phone number as people write it; E.164 comes out."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, REGION)
        except phonenumbers.NumberParseException as error:
            raise forms.ValidationError(_("Write a phone number of ten digits, like 98450 12345.")) from error
        if not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(_("Write a phone number of ten digits, like 98450 12345."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

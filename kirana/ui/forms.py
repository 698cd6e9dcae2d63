"""What every form of ours shares."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EMPTY = _("Please fill this in.")


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

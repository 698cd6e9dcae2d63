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
            field.error_messages["required"] = EMPTY
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                described = f"{self[name].auto_id}_error"
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": described}

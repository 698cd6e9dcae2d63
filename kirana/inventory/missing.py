"""What a shopper wishes when something turns out not to be on the shelf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IfMissing(models.TextChoices):
    CALL = "call", _("Call me")
    SIMILAR = "similar", _("Choose something similar")
    LEAVE_OUT = "leave_out", _("Leave it out")

"""What an import of the catalogue may become."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class ImportState(models.TextChoices):
    READ = "read", _("Read, waiting to be applied")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")
    DROPPED = "dropped", _("Dropped")


IMPORTS = StateMachine(
    subject="import",
    states=ImportState,
    first=ImportState.READ,
    moves=(
        move("apply", [ImportState.READ], ImportState.APPLIED, _("Apply")),
        move("drop", [ImportState.READ], ImportState.DROPPED, _("Drop")),
        move("undo", [ImportState.APPLIED], ImportState.UNDONE, _("Undo")),
    ),
)

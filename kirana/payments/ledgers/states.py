"""What a settlement file may become."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class SettlementState(models.TextChoices):
    READ = "read", _("Looked at")
    APPLIED = "applied", _("In the books")
    DROPPED = "dropped", _("Dropped")
    UNDONE = "undone", _("Taken back")


S = SettlementState

SETTLEMENTS = StateMachine(
    subject="settlement file",
    states=SettlementState,
    first=S.READ,
    moves=(
        move("apply", [S.READ], S.APPLIED, _("Bring into the books")),
        move("drop", [S.READ], S.DROPPED, _("Drop")),
        move("undo", [S.APPLIED], S.UNDONE, _("Take back")),
    ),
)

"""What a backup may become. docs/states.md draws it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core.states import StateMachine, move


class BackupState(models.TextChoices):
    RUNNING = "running", _("Being made")
    KEPT = "kept", _("Kept")
    FAILED = "failed", _("Failed")
    LET_GO = "let_go", _("Let go")  # older than the shop keeps them


S = BackupState

BACKUPS = StateMachine(
    subject="backup",
    states=BackupState,
    first=S.RUNNING,
    moves=(
        move("keep", [S.RUNNING], S.KEPT, _("Keep")),
        move("fail", [S.RUNNING], S.FAILED, _("Fail")),
        move("let_go", [S.KEPT], S.LET_GO, _("Let go")),
    ),
)

"""Backup and recovery: what is kept, where, and the proof that it can be brought back."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Verdict
from kirana.ops.guide.tasks import Bullet, Cadence, Choice, Group, Question, Section

STRATEGY = _("Backup Strategy")
PROCEDURES = _("Recovery Procedures")

ROLLBACK = Question(
    "rehearsal.rollback",
    _("When did you last put the release before in place, as a rehearsal or in earnest, and did it work?"),
    (
        Choice("worked", _("Within the last three months, and it worked"), Verdict.GOOD),
        Choice("failed", _("It did not work"), Verdict.ACT),
        Choice("never", _("Not yet"), Verdict.WATCH),
    ),
    days=92,
    runbook="update-the-shop",
)

SECTION = Section(
    _("Backup and Recovery"),
    (
        Group(
            "backup-strategy.database-backups",
            STRATEGY,
            _("Database Backups"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Use MongoDB Atlas automated backups",
                    _("Backups run by themselves; the last good one is younger than the schedule allows."),
                    ("backup.schedule", "backup.age"),
                    page="console_backups",
                ),
                Bullet(
                    "Download manual backups periodically",
                    _("A backup was fetched to a place of your own."),
                    ("backup.downloaded",),
                    page="console_backups",
                ),
                Bullet(
                    "Store backups in multiple locations",
                    _("Every backup lies in at least two places, and each was compared after it was written."),
                    ("backup.places",),
                    page="console_backups",
                ),
            ),
        ),
        Group(
            "backup-strategy.code-backups",
            STRATEGY,
            _("Code Backups"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Maintain a complete Git history",
                    _("The code that runs has its whole history."),
                    ("code.history",),
                ),
                Bullet(
                    "Consider GitHub repository backups",
                    _("The history is kept in a second place."),
                    ("code.history", "backup.places"),
                ),
                Bullet(
                    "Document custom configurations",
                    _("The settings in force are written down in every backup, secrets masked."),
                    ("config.documented",),
                ),
            ),
        ),
        Group(
            "recovery-procedures.database-recovery",
            PROCEDURES,
            _("Database Recovery"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Restore from MongoDB Atlas backup",
                    _("The weekly drill restores the newest backup; the runbook restores it in earnest."),
                    ("backup.restorable", "backup.key"),
                    page="console_backups",
                ),
                Bullet(
                    "Verify data integrity after restore",
                    _("The drill compares rows and ledgers and asks the books of the restored shop."),
                    ("backup.restorable", "books.right"),
                    page="console_backups",
                ),
                Bullet(
                    "Test the application with restored data",
                    _("The drill opens the restored shop and asks its pages."),
                    ("backup.restorable",),
                ),
            ),
        ),
        Group(
            "recovery-procedures.application-recovery",
            PROCEDURES,
            _("Application Recovery"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Deploy from last known good commit",
                    _("The releases are known; going back to one is rehearsed."),
                    ("code.history",),
                    question=ROLLBACK,
                ),
                Bullet(
                    "Restore environment variables and configurations",
                    _("The sealed copy of the settings says what has to be set again, and the key to it is kept."),
                    ("config.documented", "backup.key"),
                ),
                Bullet(
                    "Verify all integrations are working",
                    _("Mail, storage, gateways and the services behind them are asked."),
                    ("health.mail", "health.storage", "gateway.reachable", "thirdparty.status"),
                ),
            ),
        ),
    ),
)

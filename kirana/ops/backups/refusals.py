"""What can be wrong with a backup, each by its own name, so that the right runbook is opened."""

from django.utils.translation import gettext_lazy as _

from kirana.core.errors import ShopError


class BackupProblem(ShopError):
    """Something a backup, or a place of backups, was found to be."""

    code = "backup_problem"
    sentence = _("The backup cannot be used.")


class NoSuchBackup(BackupProblem):
    code = "backup_not_found"
    status = 404
    sentence = _("There is no backup “%(name)s” in %(place)s.")


class PlaceUnreachable(BackupProblem):
    code = "backup_place_unreachable"
    status = 503
    sentence = _("%(place)s cannot be used: %(reason)s")


class HalfUploaded(BackupProblem):
    code = "backup_half_uploaded"
    sentence = _("%(name)s was never uploaded to its end.")


class BackupTruncated(BackupProblem):
    code = "backup_truncated"
    sentence = _("%(name)s is cut off: %(found)s bytes of %(expected)s are there.")


class BackupCorrupt(BackupProblem):
    code = "backup_corrupt"
    sentence = _("%(name)s is damaged: %(reason)s")


class WrongKey(BackupProblem):
    code = "backup_wrong_key"
    sentence = _("%(name)s was sealed for another key than the one in %(file)s.")


class NoIdentity(BackupProblem):
    code = "backup_no_identity"
    sentence = _("%(name)s is sealed, and no identity was given to open it: set BACKUP_IDENTITY_FILE.")


class BadKey(BackupProblem):
    code = "backup_bad_key"
    sentence = _("%(source)s does not hold a key that can be used. Make one with: manage.py backup_key make")


class NotSealed(BackupProblem):
    code = "backup_not_sealed"
    sentence = _(
        "A backup that anyone can read does not leave this machine. Set BACKUP_RECIPIENTS to send it to %(place)s."
    )


class RowsMissing(BackupProblem):
    code = "backup_rows_missing"
    sentence = _("%(name)s does not hold what was counted when it was made: %(differences)s")


class BooksWrong(BackupProblem):
    code = "backup_books_wrong"
    sentence = _("The books of %(name)s are wrong: %(findings)s")


class MigrationsFailed(BackupProblem):
    code = "backup_migrations_failed"
    sentence = _("The tables of %(name)s cannot be brought up to this release: %(reason)s")


class ShopDoesNotOpen(BackupProblem):
    code = "backup_shop_does_not_open"
    sentence = _("The shop does not open on the data of %(name)s: %(reason)s")


class DatabaseNotEmpty(BackupProblem):
    code = "restore_not_empty"
    sentence = _("There is data in the database. Restore with --yes-replace to put it aside and take its place.")


class OtherDatabase(BackupProblem):
    code = "restore_other_database"
    sentence = _("%(name)s was made of %(made_of)s and cannot be put into %(wanted)s.")


class ProgramMissing(BackupProblem):
    code = "backup_program_missing"
    status = 503
    sentence = _(
        "%(program)s of version %(version)s or later is not on this machine. Install PostgreSQL's client programs."
    )


class ProgramFailed(BackupProblem):
    code = "backup_program_failed"
    status = 503
    sentence = _("%(program)s failed: %(reason)s")


class NoScratchDatabase(BackupProblem):
    code = "drill_no_scratch_database"
    status = 503
    sentence = _("No database to try the backup in could be made: %(reason)s")


class PitrNotReady(BackupProblem):
    code = "pitr_not_ready"
    status = 503
    sentence = _("Going back to any moment is not set up: %(reason)s")

"""What the shop asks about its backups: made, young, in enough places, restored on trial, taken home, sealed for us."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.backups import code, configuration, note, sealing, selectors
from kirana.ops.backups.models import Backup, Drill
from kirana.ops.backups.places import every_place
from kirana.ops.backups.refusals import BackupProblem
from kirana.ops.backups.states import BackupState
from kirana.ops.checks import Answer, Check, Figure, Verdict

PAGE = "/staff/console/backups/"
LATE = timedelta(hours=2)  # what a backup may be late before anyone is told
CANNOT_OPEN = ("backup_no_identity",)
HOUR = timedelta(hours=1)


def schedule(at: datetime) -> Answer:
    """The last backup that was begun was kept, and the next is not late."""
    last = Backup.objects.first()
    if last is None:
        return Answer(Verdict.WATCH, _("No backup was made yet. The first is made within a quarter of an hour."))
    due = last.begun_at + timedelta(hours=settings.BACKUP_EVERY_HOURS)
    figures = [
        Figure(_("Last begun"), _moment(last.begun_at), PAGE),
        Figure(_("Next due"), _moment(due)),
        Figure(_("Hours between two"), str(settings.BACKUP_EVERY_HOURS)),
    ]
    if last.state == BackupState.FAILED:
        sentence = _("The last backup failed: %(error)s")
        return Answer(Verdict.ACT, sentence, {"error": last.error}, figures)
    if at > due + LATE:
        sentence = _("The backup that was due at %(due)s was not made.")
        return Answer(Verdict.ACT, sentence, {"due": _moment(due)}, figures)
    return Answer(Verdict.GOOD, _("Backups are made as scheduled."), {}, figures)


def age(at: datetime) -> Answer:
    """The newest backup is young."""
    newest = selectors.newest_kept()
    if newest is None:
        verdict = Verdict.WATCH if selectors.is_new_shop(at=at) else Verdict.ACT
        return Answer(verdict, _("There is no backup. What is lost now is lost for good."))
    hours = max(0, (at - newest.begun_at) // HOUR)
    figures = [Figure(_("Newest"), newest.name, PAGE), Figure(_("Hours old"), str(hours))]
    if hours >= settings.BACKUP_OLD_HOURS:
        verdict = Verdict.ACT
    else:
        verdict = Verdict.WATCH if hours * HOUR > settings.BACKUP_EVERY_HOURS * HOUR + LATE else Verdict.GOOD
    return Answer(verdict, _("The newest backup is %(hours)s hours old."), {"hours": hours}, figures)


def places(at: datetime) -> Answer:
    """The newest backup is in enough places, one of them off this machine, and no half one lies about."""
    newest = selectors.newest_kept()
    if newest is None:
        return Answer(Verdict.WATCH, _("There is no backup to look for yet."))
    copies = list(newest.copies.all())
    good = [copy for copy in copies if copy.is_good]
    figures = [Figure(copy.place, newest.name if copy.is_good else copy.error, PAGE) for copy in copies]
    broken = [(copy.place, copy.error) for copy in copies if not copy.is_good] + _lying_about()
    if broken:
        return Answer(Verdict.ACT, _("%(number)s places have a problem."), {"number": len(broken)}, figures, broken)
    off = any(place.is_off_machine for place in every_place())
    if len(good) < settings.BACKUP_LEAST_PLACES or not off:
        facts = {"number": len(good), "least": settings.BACKUP_LEAST_PLACES}
        sentence = _(
            "The newest backup is in %(number)s of the %(least)s places it should be in, one of them off this machine."
        )
        return Answer(Verdict.WATCH, sentence, facts, figures)
    return Answer(Verdict.GOOD, _("The newest backup is in every place."), {}, figures)


def _lying_about() -> list[tuple[str, str]]:
    """Places that do not answer, or in which archives were never uploaded to their end."""
    found: list[tuple[str, str]] = []
    running = set(Backup.objects.filter(state=BackupState.RUNNING).values_list("archive", flat=True))
    for place in every_place():
        try:
            found += [(place.address, name) for name in note.half_uploaded(place) if name not in running]
        except BackupProblem as problem:
            found.append((place.address, problem.message))
    return found


def restorable(at: datetime) -> Answer:
    """The newest backup of every place was restored on trial, not long ago, and a shop opened on it."""
    drills = selectors.last_drills()
    if not drills:
        return Answer(Verdict.WATCH, _("No backup was restored on trial yet."))
    figures = [figure for drill in drills for figure in _figures_of(drill)]
    failed = [drill for drill in drills if not drill.passed]
    if failed:
        closed = all(drill.found_code in CANNOT_OPEN for drill in failed)
        verdict = Verdict.NOT_CONNECTED if closed else Verdict.ACT
        rows = [(drill.place, drill.found_code, drill.found) for drill in failed]
        return Answer(verdict, "%(found)s", {"found": failed[0].found[:300]}, figures, rows)
    late = timedelta(days=settings.BACKUP_DRILL_DAYS + 1)
    if len(drills) < len(settings.BACKUP_PLACES) or any(at - drill.begun_at > late for drill in drills):
        return Answer(Verdict.WATCH, _("Not every place was tried within the week."), {}, figures)
    seconds = max(drill.recovery_ms for drill in drills) // 1000
    sentence = _("A shop was made of the newest backup in %(seconds)s seconds, and its books are right.")
    return Answer(Verdict.GOOD, sentence, {"seconds": seconds}, figures)


def _figures_of(drill: Drill) -> list[Figure]:
    return [
        Figure(drill.place, f"{drill.backup_name}, {_moment(drill.begun_at)}", PAGE),
        Figure(_("Recovery, ms"), str(drill.recovery_ms)),
        Figure(_("Changes lost, s"), str(drill.loss_seconds)),
        Figure(_("Rows compared"), str(drill.row_count)),
    ]


def downloaded(at: datetime) -> Answer:
    """Someone took an archive home within the month."""
    last = selectors.last_download()
    if last is None:
        return Answer(Verdict.ASK, _("Nobody has taken a backup home yet. Will you download the newest one?"))
    days = (at - last.at) // timedelta(days=1)
    figures = [
        Figure(_("Last taken"), f"{last.subject.removeprefix('backup:')}, {_moment(last.at)}", PAGE),
        Figure(_("By"), str(last.by)),
    ]
    if days >= settings.BACKUP_DOWNLOAD_DAYS:
        sentence = _("A backup was last taken home %(days)s days ago. Will you download the newest one?")
        return Answer(Verdict.ASK, sentence, {"days": days}, figures)
    return Answer(Verdict.GOOD, _("A backup was taken home %(days)s days ago."), {"days": days}, figures)


def key(at: datetime) -> Answer:
    """Backups are sealed, and the identity at hand opens them."""
    try:
        sealed_for, identity = sealing.recipients(), sealing.identity_file()
        fits = identity is not None and sealing.opens_what_is_sealed()
    except BackupProblem as problem:
        return Answer(Verdict.ACT, "%(problem)s", {"problem": problem.message})
    if not sealed_for:
        return Answer(Verdict.WATCH, _("Backups are not sealed: anyone who has the file can read it."))
    figures = [Figure(_("Sealed for"), ", ".join(f"{str(one)[:12]}…" for one in sealed_for), PAGE)]
    if identity is None:
        sentence = _("Backups are sealed. The identity is not here, so the drill cannot open them.")
        return Answer(Verdict.NOT_CONNECTED, sentence, {}, figures)
    if not fits:
        sentence = _("The identity in %(file)s does not open the backups that are made now.")
        return Answer(Verdict.ACT, sentence, {"file": str(identity)}, figures)
    if identity.stat().st_mode & 0o077:
        sentence = _("Others on this machine can read the identity in %(file)s.")
        return Answer(Verdict.ACT, sentence, {"file": str(identity)}, figures)
    return Answer(Verdict.GOOD, _("Backups are sealed, and the identity at hand opens them."), {}, figures)


def history(at: datetime) -> Answer:
    """The running code is of a commit whose history is kept somewhere else too."""
    try:
        found = code.history()
    except BackupProblem as problem:
        return Answer(Verdict.ACT, "%(problem)s", {"problem": problem.message})
    if found is None:
        sentence = _("The code runs without its git history. It was delivered as “%(release)s”.")
        return Answer(Verdict.NOT_CONNECTED, sentence, {"release": settings.RELEASE or "?"})
    figures = [
        Figure(_("Commit"), found.commit[:12]),
        Figure(_("Commits"), str(found.commits)),
        Figure(_("Kept at"), found.remote or "–"),
        Figure(_("Files changed since"), str(found.changed)),
    ]
    if not found.remote:
        sentence = _("The code's history is on this machine only. Push it somewhere, or run: manage.py backup --code")
        return Answer(Verdict.WATCH, sentence, {}, figures)
    if found.changed:
        sentence = _("%(number)s files of the running code are in no commit.")
        return Answer(Verdict.WATCH, sentence, {"number": found.changed}, figures)
    return Answer(Verdict.GOOD, _("The running code is a commit, and its history is kept elsewhere too."), {}, figures)


def documented(at: datetime) -> Answer:
    """Every variable that is set is explained in docs/settings.md, and goes into the backups."""
    unknown = configuration.undocumented()
    wrong = [(name, "?") for name in (*unknown, *configuration.misspelt())]
    newest = selectors.newest_kept()
    figures = [
        Figure(_("Variables set"), str(len(configuration.in_force()))),
        Figure(_("Sealed copy in"), newest.name if newest and newest.is_sealed else "–", PAGE),
    ]
    if wrong:
        sentence = _("%(number)s variables are set that no page explains, or that the shop never reads.")
        return Answer(Verdict.WATCH, sentence, {"number": len(wrong)}, figures, wrong)
    return Answer(Verdict.GOOD, _("Every variable that is set is explained in docs/settings.md."), {}, figures)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


CHECKS = (
    Check("backup.schedule", _("Backups as scheduled"), 15, "backup-failing", schedule),
    Check("backup.age", _("Age of the newest backup"), 15, "backup-failing", age, because=("backup.schedule",)),
    Check("backup.places", _("Places of backups"), 60, "backup-failing", places),
    Check("backup.restorable", _("Backups can be restored"), 60, "backup-not-restorable", restorable),
    Check("backup.downloaded", _("A backup taken home"), 24 * 60, "backup-download", downloaded),
    Check("backup.key", _("The key of the backups"), 60, "backup-key", key),
    Check("code.history", _("The code's history"), 24 * 60, "code-history", history),
    Check("config.documented", _("Settings written down"), 24 * 60, "settings-undocumented", documented),
)

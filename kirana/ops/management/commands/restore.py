import shlex
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kirana.core import clock
from kirana.core.actors import system
from kirana.core.errors import ShopError
from kirana.ops.backups import note, restoring, sealing, services
from kirana.ops.backups.archive import OPEN, SEALED
from kirana.ops.backups.databases import another
from kirana.ops.backups.places import place_at
from kirana.ops.management.bar import Bar

BY = system("restore")


class Command(BaseCommand):
    help = "Bring a backup back into the shop's database. Close the shop first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", help="a name, or a file; the newest when it is left out")
        parser.add_argument("--from", dest="place", help="the place it is in; the first of BACKUP_PLACES otherwise")
        parser.add_argument("--identity", type=Path, help="the file that opens it; BACKUP_IDENTITY_FILE otherwise")
        parser.add_argument("--yes-replace", action="store_true", help="put the data that is there aside")
        parser.add_argument("--show-settings", action="store_true", help="only print the settings in the archive")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA) as folder, Bar() as bar:
                opened = self._open(Path(folder), options, bar)
                if options["show_settings"]:
                    self._print_settings(opened)
                else:
                    self._bring(opened, replace=options["yes_replace"], bar=bar)
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal

    def _open(self, folder: Path, options: dict[str, Any], bar: Bar) -> restoring.Opened:
        what, identity = options["what"] or "", options["identity"] or sealing.identity_file()
        if what.endswith((SEALED, OPEN)):
            path = Path(what)
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        else:
            place = place_at(options["place"] or settings.BACKUP_PLACES[0])
            found = note.names(place)
            if not (what or found):
                raise CommandError(f"There is no backup in {place.address}.")
            path = restoring.fetch(place, what or found[0], folder, progress=bar.show)
        return restoring.open_archive(path, folder.joinpath("opened"), identity=identity, progress=bar.show)

    def _bring(self, opened: restoring.Opened, *, replace: bool, bar: Bar) -> None:
        at, tell = clock.now(), self.stdout.write
        connection.close()
        with another() as database:
            aside = restoring.make_room(database, replace=replace, stamp=f"{at:%Y%m%d-%H%M%S}")
            if aside:
                tell(f"What was there is kept: {aside}.")
            rows = restoring.load(opened, database)
        tell(f"{opened.name}: {rows:,} rows are back, as they were on {opened.manifest['made_at']}.")
        tell(f"{restoring.bring_media(opened, progress=bar.show):,} pictures are back.")
        call_command("migrate", interactive=False, verbosity=0)
        tell(f"{services.adopt(by=BY, at=at)} backups that the list did not know were found in their places.")
        self._tell_settings(opened)
        call_command("check_books", stdout=self.stdout)

    def _tell_settings(self, opened: restoring.Opened) -> None:
        missing = opened.settings_to_set_again
        if missing:
            self.stdout.write("These were set where the backup was made, and are not set here:")
        for name in missing:
            self.stdout.write(f"    {name}={opened.manifest['settings'][name]}")
        if missing and opened.has_secrets:
            self.stdout.write("manage.py restore --show-settings prints them with their secrets.")

    def _print_settings(self, opened: restoring.Opened) -> None:
        for name, value in sorted(opened.settings.items()):
            self.stdout.write(f"{name}={shlex.quote(value)}")

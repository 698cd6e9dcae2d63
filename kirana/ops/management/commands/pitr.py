from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kirana.core.errors import ShopError
from kirana.ops.backups import pitr


class Command(BaseCommand):
    help = "Point-in-time recovery of a PostgreSQL server on this machine, by pgBackRest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["setup", "backup", "status", "restore"])
        parser.add_argument("--folder", type=Path, default=Path(settings.PITR_FOLDER), help="where it is all kept")
        parser.add_argument("--to", help="the moment to go back to: 2026-03-02 17:45, by the shop's clock")
        parser.add_argument("--into", type=Path, help="a new folder for the server as it was")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options["folder"].resolve(), options)
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal

    def _setup(self, folder: Path, _options: dict[str, Any]) -> None:
        if pitr.prepare(folder):
            self.stdout.write("The server must be restarted once, to keep what it writes. Then run this again.")
            return
        pitr.begin(folder)
        self.stdout.write(f"Every moment from now on can be gone back to. It is kept in {folder}.")

    def _backup(self, folder: Path, _options: dict[str, Any]) -> None:
        pitr.back_up(folder)
        self._status(folder, {})

    def _status(self, folder: Path, _options: dict[str, Any]) -> None:
        found, tell = pitr.standing(folder), self.stdout.write
        for label in found.backups:
            tell(f"  {label}")
        tell(f"Oldest moment: {found.oldest or 'none yet'}")
        tell(f"Last piece kept: {found.last_archived or 'none yet'}; {found.failed} that failed")

    def _restore(self, folder: Path, options: dict[str, Any]) -> None:
        to = parse_datetime(options["to"] or "")
        if to is None or options["into"] is None:
            raise CommandError(
                "Say the moment and a new folder: --to '2026-03-02 17:45' --into /var/lib/postgresql/then"
            )
        moment = to if timezone.is_aware(to) else timezone.make_aware(to)
        into = options["into"].resolve()
        pitr.restore(folder, to=moment, into=into)
        self.stdout.write(
            f"The server as it was at {moment.isoformat()} is in {into}. Start it on another port and look:\n"
            f"    pg_ctl -D {into} -o '-p 5433' start\n"
            "When it is what you want, stop the old one and start this one in its place."
        )

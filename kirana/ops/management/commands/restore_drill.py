from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kirana.core import clock
from kirana.core.errors import ShopError
from kirana.ops.backups import drill, selectors
from kirana.ops.backups.models import Drill
from kirana.ops.backups.places import place_at
from kirana.ops.management.bar import Bar


class Command(BaseCommand):
    help = "Restore the newest backup of each place into a scratch database, and try the shop on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="place", help="only this place")
        parser.add_argument("--name", default="", help="this backup instead of the newest")
        parser.add_argument("--when-due", action="store_true", help="only the places whose last trial is too long ago")

    def handle(self, *_args: Any, **options: Any) -> None:
        places = [options["place"]] if options["place"] else settings.BACKUP_PLACES
        if options["when_due"]:
            places = selectors.drills_due(at=clock.now())
        try:
            failed = [place for place in places if not self._try(place, options["name"]).passed]
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal
        if failed:
            raise CommandError(f"A shop could not be restored from {', '.join(failed)}.")

    def _try(self, address: str, name: str) -> Drill:
        with Bar() as bar:
            done = drill.run(place_at(address), at=clock.now(), name=name, progress=bar.show)
        tell = self.stdout.write
        tell(f"{done.backup_name or 'no backup'} from {address}:")
        for step in done.steps:
            tell(f"  {step['ms']:>9,} ms  {step['step']}")
        if done.passed:
            tell(f"  {done.recovery_ms:>9,} ms  to a shop that answers: {done.row_count:,} rows, books right.")
            tell(f"  {done.loss_seconds:>9,} s   of changes would be lost.")
        else:
            tell(self.style.ERROR(f"  {done.found_code}: {done.found}"))
        return done

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kirana.core.errors import ShopError
from kirana.ops.releases import rollback


class Command(BaseCommand):
    help = "Go back to the last good release, or to the one named: say the way, and go it with --yes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", nargs="?", default="", help="a commit or tag; else the last one judged good")
        parser.add_argument("--yes", action="store_true", help="go, do not only say")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            way = rollback.plan(version=options["version"])
            self._say(way)
            if options["yes"]:
                rollback.carry_out(way)
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal
        if options["yes"]:
            self.stdout.write(self.style.SUCCESS("Done. Restart web server and worker, then `manage.py smoke`."))

    def _say(self, way: rollback.Plan) -> None:
        self.stdout.write(f"Back to {way.version}")
        for danger in way.dangers:
            self.stdout.write(f"  the old code would not survive {danger}")
        for app, name in way.migrations:
            self.stdout.write(f"  after a backup: migrate {app} {name}")
        if not way.migrations:
            self.stdout.write("  the database stays as it is: the old code works with it")

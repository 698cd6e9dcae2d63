from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kirana.core import clock
from kirana.core.actors import system
from kirana.core.errors import ShopError
from kirana.ops.secrets import registry, rotation


class Command(BaseCommand):
    help = "Rotate SECRET_KEY with an overlap, or say how another secret is rotated. Values are never printed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="SECRET_KEY, or the name of another secret that is set")

    def handle(self, *_args: Any, **options: Any) -> None:
        at, name = clock.now(), options["name"]
        if name == "SECRET_KEY":
            self._rotate()
        elif name is not None and name not in registry.values():
            raise CommandError(f"No secret of that name is set: {', '.join(registry.values())}")
        elif name is not None:
            self.stdout.write(
                f"{name}: make a new one where it comes from, set it beside the old one where the setting"
            )
            self.stdout.write("takes several, restart, and take the old one back when nothing uses it any more.")
        else:
            for one in registry.every():
                self.stdout.write(f"{one.key:<28} {one.age(at).days:>5} days   {one.owner}")

    def _rotate(self) -> None:
        try:
            rotation.rotate_secret_key(by=system("command line"), at=clock.now())
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(self.style.SUCCESS("SECRET_KEY has a new value. Restart the web server and the worker now."))
        self.stdout.write(f"What the old one signed is believed for {settings.SECRET_KEY_OVERLAP_DAYS} days more.")

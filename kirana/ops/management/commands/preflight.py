from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kirana.core import clock
from kirana.ops.releases import preflight

MARKS = {True: "ready  ", False: "NOT YET", None: "you    "}


class Command(BaseCommand):
    help = "Look whether a release may go out; exit 1 when something is not ready."

    def handle(self, *_args: Any, **_options: Any) -> None:
        items = preflight.look(at=clock.now())
        for one in items:
            self.stdout.write(f"{MARKS[one.is_ready]}  {one.name:<14} {one.said}")
        if any(one.is_ready is False for one in items):
            raise CommandError("Not ready.")

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kirana.core import clock
from kirana.core.actors import system
from kirana.ops import switches
from kirana.ops.switches import Switch


class Command(BaseCommand):
    help = "Turn a switch on or off, or say which are on. The way in when nobody can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=Switch.values)
        parser.add_argument("turn", nargs="?", choices=["on", "off"])
        parser.add_argument("--of", default="", metavar="CODE", help="which way to pay")
        parser.add_argument("--why", default="")
        parser.add_argument("--minutes", type=int, help="how long; without it until someone turns it off")

    def handle(self, *_args: Any, **options: Any) -> None:
        by, at = system("command line"), clock.now()
        if options["turn"] == "on":
            until = at + timedelta(minutes=options["minutes"]) if options["minutes"] else None
            switch, why = Switch(options["name"]), options["why"]
            switches.turn_on(switch=switch, detail=options["of"], until=until, by=by, at=at, why=why)
        elif options["turn"] == "off":
            switches.turn_off(switch=Switch(options["name"]), detail=options["of"], by=by, at=at, why=options["why"])
        for row in switches.turned_on():
            self.stdout.write(f"{row} is on since {row.at:%d %b %H:%M}, by {row.by}: {row.why}")
        if not switches.turned_on():
            self.stdout.write("Every switch is off.")

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kirana.core import clock
from kirana.core.actors import system
from kirana.demo import month, requests, season, shop, visits
from kirana.stores.models import Store


class Command(BaseCommand):
    help = "Fill an empty shop with Lakshmi Stores: 306 products, staff, and a month of orders. Needs DEMO=on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="say nothing and do nothing when a shop is open")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's accounts are known to everyone: set DEMO=on only where nothing is sold.")
        if Store.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is a shop already. A demo starts with an empty database.")
        by, now = system("demo"), clock.now()
        opening = now - timedelta(days=month.DAYS, hours=6)
        store = shop.open_shop(by=by, at=opening, say=self._say)
        placed = month.live_a_month(store=store, until=now, say=self._say)
        season.dress(store=store, by=by, at=now)
        requests.ask(store=store, at=now)
        visits.wish(store=store, at=now)
        visits.come(store=store, until=now)
        self.stdout.write(f"  {store.name} is open, with {placed} orders behind it.")

    def _say(self, what: str) -> None:
        self.stdout.write(f"  … {what}")
        self.stdout.flush()

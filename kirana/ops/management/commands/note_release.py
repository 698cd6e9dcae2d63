from typing import Any

from django.core.management.base import BaseCommand

from kirana.core import clock
from kirana.ops.backups import code
from kirana.ops.releases import watching


class Command(BaseCommand):
    help = "Note which version begins to run, so that it is watched; run it at each start (`kirana.config.serve` does)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        begun = watching.begin(name=code.release(), at=clock.now())
        if begun is not None:
            self.stdout.write(f"Release {begun.short} begins; it is watched from now on.")

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kirana.content import pictures


class Command(BaseCommand):
    help = "Name picture files that are missing, too large or shown nowhere; --fix makes what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="make missing widths from the largest that is there")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["fix"]:
            self.stdout.write(f"{pictures.mend()} files were made")
        found = pictures.audit()
        for what in ("missing", "oversize", "wrong_format", "unused"):
            for name in getattr(found, what):
                self.stdout.write(f"{what}: {name}")
        self.stdout.write(f"{found.looked_at} pictures were looked at")

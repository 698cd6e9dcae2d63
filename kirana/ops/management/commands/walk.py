from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from kirana.ops.backups import walk


class Command(BaseCommand):
    help = "Open the pages that matter in this very process, and exit 1 at one that does not answer as it should."

    def handle(self, *_args: Any, **_options: Any) -> None:
        browser = Client(SERVER_NAME="localhost", raise_request_exception=False)

        def visit(path: str) -> int:
            return int(browser.get(path, secure=settings.HTTPS).status_code)

        wrong = list(walk.go(visit))
        for sentence in wrong:
            self.stdout.write(sentence)
        if wrong:
            raise CommandError(f"{len(wrong)} page(s) do not answer as they should.")
        self.stdout.write(self.style.SUCCESS(f"All answer: {', '.join(walk.names())}."))

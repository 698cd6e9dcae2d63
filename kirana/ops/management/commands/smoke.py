from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kirana.ops.releases import smoke


class Command(BaseCommand):
    help = (
        "Go the way of a shopper through a running shop, up to the checkout; exit 1 when a step fails. Orders nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="https://your.shop")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = 0
        for step in smoke.walk(options["url"].rstrip("/")):
            failed += not step.is_right
            self.stdout.write(
                f"{'right ' if step.is_right else 'FAILED'}  {step.name:<18} {step.said:<10} {step.took_ms:>6} ms"
            )
        if failed:
            raise CommandError(f"{failed} step(s) failed.")

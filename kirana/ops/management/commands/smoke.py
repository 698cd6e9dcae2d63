from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kirana.ops.releases import smoke
from kirana.ops.releases.smoke import Step


class Command(BaseCommand):
    help = (
        "Go the way of a shopper through a running shop, up to the checkout; exit 1 when a step fails. Orders nothing, "
        "unless asked to: that order is cancelled at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="https://your.shop")
        parser.add_argument("--place-order", action="store_true", help="order one thing, and cancel it again")
        parser.add_argument("--pincode", default="560038", help="where the trial order would go; one that is served")
        parser.add_argument("--yes", action="store_true", help="also in a shop that really sells")

    def handle(self, *_args: Any, **options: Any) -> None:
        url, failed = options["url"].rstrip("/"), 0
        if options["place_order"] and not options["yes"] and not smoke.is_demo(url):
            raise CommandError("This shop really sells, or does not answer. To order there all the same, add --yes.")
        for step in self._steps(url, options):
            failed += not step.is_right
            self.stdout.write(
                f"{'right ' if step.is_right else 'FAILED'}  {step.name:<18} {step.said:<14} {step.took_ms:>6} ms"
            )
        if failed:
            raise CommandError(f"{failed} step(s) failed.")

    def _steps(self, url: str, options: dict[str, Any]) -> Iterator[Step]:
        yield from smoke.walk(url)
        if options["place_order"]:
            yield from smoke.order(url, pincode=options["pincode"])

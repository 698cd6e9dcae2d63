from typing import Any

from django.core.management.base import BaseCommand

from kirana.core import jobs


class Command(BaseCommand):
    help = "Write the schedules that the modules declare into the queue; run it after migrate."

    def handle(self, *_args: Any, **_options: Any) -> None:
        jobs.write_schedules()

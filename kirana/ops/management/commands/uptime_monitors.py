from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kirana.ops.uptime.uptimerobot import api, monitors


class Command(BaseCommand):
    help = "Have UptimeRobot watch the front, the API and the status page: add what is missing, mend what is different."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.UPTIMEROBOT_API_KEY:
            raise CommandError("UPTIMEROBOT_API_KEY is not set.")
        try:
            for line in monitors.bring_up_to_date():
                self.stdout.write(line)
        except api.Refused as error:
            raise CommandError(f"UptimeRobot refused: {error}") from error

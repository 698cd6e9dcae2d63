from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "kirana.notifications"

    def ready(self) -> None:
        from kirana.core import jobs
        from kirana.notifications import tasks

        jobs.every(minutes=1, task=tasks.send_messages)

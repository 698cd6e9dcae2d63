from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "kirana.delivery"

    def ready(self) -> None:
        from kirana.core import jobs
        from kirana.delivery import tasks

        jobs.every(minutes=60, task=tasks.open_coming_slots)

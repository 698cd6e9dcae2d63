from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "kirana.delivery"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from kirana.core import jobs
        from kirana.delivery import selectors, tasks
        from kirana.ops.uptime import record
        from kirana.ops.uptime.record import Part

        jobs.every(minutes=60, task=tasks.open_coming_slots)
        record.register(Part("slots", _("Delivery times"), probe=selectors.has_room, position=40))

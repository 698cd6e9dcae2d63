from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "kirana.stores"

    def ready(self) -> None:
        from kirana.core import events
        from kirana.ops.switches import SwitchTurned
        from kirana.stores import services

        events.subscribe(SwitchTurned, services.note_switch)

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "kirana.ops"

    def ready(self) -> None:
        from kirana.core import audit
        from kirana.ops import books

        books.register("audit log", audit.verify)

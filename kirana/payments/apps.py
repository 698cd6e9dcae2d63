from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "kirana.payments"

    def ready(self) -> None:
        from kirana.ops import books as registry
        from kirana.payments import books

        registry.register("payments", books.check)

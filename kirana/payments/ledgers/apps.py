from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "kirana.payments.ledgers"

    def ready(self) -> None:
        from kirana.ops import books as registry
        from kirana.payments.ledgers import books

        registry.register("ledgers", books.check)

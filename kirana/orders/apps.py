from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "kirana.orders"

    def ready(self) -> None:
        from kirana.ops import books as registry
        from kirana.ops import checks
        from kirana.orders import books, stuck

        registry.register("orders", books.check)
        checks.register(stuck.CHECK)

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "kirana.orders"

    def ready(self) -> None:
        from kirana.ops import books as registry
        from kirana.orders import books

        registry.register("orders", books.check)

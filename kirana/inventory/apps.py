from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "kirana.inventory"

    def ready(self) -> None:
        from kirana.inventory import books
        from kirana.ops import books as registry

        registry.register("stock", books.check)

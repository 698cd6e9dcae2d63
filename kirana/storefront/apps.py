from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "kirana.storefront"

    def ready(self) -> None:
        from kirana.storefront import tried, walk

        walk.register()
        tried.register()

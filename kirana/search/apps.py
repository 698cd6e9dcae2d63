from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "kirana.search"

    def ready(self) -> None:
        from kirana.catalog.events import CatalogueChanged
        from kirana.core import events
        from kirana.search import services

        events.subscribe(CatalogueChanged, services.follow_catalogue)

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kirana.core"

    def ready(self) -> None:
        from kirana.core import (
            checks,  # noqa: F401  (registers the system checks)
            jobs,
        )

        jobs.follow()

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "kirana.ops"

    def ready(self) -> None:
        from kirana.core import audit, jobs
        from kirana.ops import books, tasks

        books.register("audit log", audit.verify)
        jobs.every(minutes=1, task=tasks.release_switches)

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "kirana.analytics"

    def ready(self) -> None:
        from kirana.analytics import checks, services, tasks
        from kirana.core import jobs
        from kirana.ops import checks as questions
        from kirana.ops.measure import flusher

        for check in checks.CHECKS:
            questions.register(check)
        flusher.join(services.write_down)
        jobs.every(minutes=60, task=tasks.roll_up)

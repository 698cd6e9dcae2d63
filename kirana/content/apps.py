from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "kirana.content"

    def ready(self) -> None:
        from kirana.content import checks, tasks
        from kirana.core import jobs
        from kirana.ops import checks as questions

        for check in checks.CHECKS:
            questions.register(check)
        jobs.every(minutes=5, task=tasks.turn_content)

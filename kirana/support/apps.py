from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "kirana.support"

    def ready(self) -> None:
        from kirana.ops import checks as questions
        from kirana.support import checks

        for check in checks.CHECKS:
            questions.register(check)

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "kirana.support"

    def ready(self) -> None:
        from kirana.ops import checks as questions
        from kirana.support import checks, plan_checks

        for check in (*checks.CHECKS, *plan_checks.CHECKS):
            questions.register(check)

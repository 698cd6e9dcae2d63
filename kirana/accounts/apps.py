from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kirana.accounts"

    def ready(self) -> None:
        from kirana.accounts import checks
        from kirana.ops import checks as registry

        for check in checks.CHECKS:
            registry.register(check)

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "kirana.payments"

    def ready(self) -> None:
        from kirana.ops import books as registry
        from kirana.ops import checks as known
        from kirana.payments import books
        from kirana.payments import checks as ours
        from kirana.payments.gateways import checks  # noqa: F401  (registers the system checks)

        registry.register("payments", books.check)
        for check in ours.CHECKS:
            known.register(check)

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "kirana.invoicing"

    def ready(self) -> None:
        from kirana.invoicing import books, checks
        from kirana.ops import books as registry
        from kirana.ops import checks as questions

        registry.register("invoices", books.check)
        questions.register(checks.GAPLESS)

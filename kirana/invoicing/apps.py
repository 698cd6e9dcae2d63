from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "kirana.invoicing"

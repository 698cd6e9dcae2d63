from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.at_the_door import PaidAtTheDoor


class CashOnDelivery(PaidAtTheDoor):
    """Cash when the goods are handed over."""

    code = "cash_on_delivery"
    label = _("Cash on delivery")
    hint = _("Pay in cash when your order is at the door.")

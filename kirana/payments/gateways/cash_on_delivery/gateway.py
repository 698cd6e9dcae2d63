from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.at_the_door import PaidAtTheDoor


class CashOnDelivery(PaidAtTheDoor):
    """Cash when the goods are handed over."""

    code = "cash_on_delivery"
    label: str | Promise = _("Cash on delivery")
    hint: str | Promise = _("Pay in cash when your order is at the door.")

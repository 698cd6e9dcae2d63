from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.at_the_door import PaidAtTheDoor


class UpiOnDelivery(PaidAtTheDoor):
    """UPI when the goods are handed over; the rider notes the UTR."""

    code = "upi_on_delivery"
    label: str | Promise = _("UPI on delivery")
    hint: str | Promise = _("Scan the rider's code with any UPI app.")

"""The verbs of paying to the shop's own UPI address.

Nobody tells a program that the money has come: the shopper pays from any UPI app, and the shopkeeper, who sees it in
their own app, confirms it against the UTR, the bank's 12-digit number of the transfer. Until then it is pending.
Giving back is the same the other way round, so a refund is pending until a person has sent it.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.payments.gateways.contract import Answer, Charge, GatewayError, Notice, Outcome, RefundAnswer, Returned
from kirana.payments.gateways.upi_qr.link import upi_link


class UpiQr:
    """UPI to the shop's own address, by a link or a QR code."""

    code = "upi_qr"
    label: str | Promise = _("UPI now")
    hint: str | Promise = _("Scan a code or open your UPI app. The shop confirms when the money is there.")
    is_paid_at_the_door = False
    can_hold = False
    can_keep = False
    keys: tuple[str, ...] = ("UPI_VPA", "UPI_PAYEE")
    sources: Mapping[str, tuple[str, ...]] = {}

    def start(self, charge: Charge) -> Answer:
        return self._waiting(charge)

    def confirm(self, charge: Charge, *, gateway_reference: str) -> Answer:
        return self._waiting(charge)

    def capture(self, charge: Charge, *, gateway_reference: str) -> Answer:
        raise GatewayError("money paid by UPI QR is confirmed by the person who sees it arrive", permanent=True)

    def let_go(self, charge: Charge, *, gateway_reference: str) -> Answer:
        reason = str(_("The payment was not finished."))
        return Answer(Outcome.DECLINED, gateway_reference, charge.amount_paise, reason)

    def refund(self, charge: Charge, *, gateway_reference: str) -> RefundAnswer:
        return self._to_be_sent(charge, gateway_reference)

    def confirm_refund(self, charge: Charge, *, refund_reference: str) -> RefundAnswer:
        return self._to_be_sent(charge, refund_reference)

    def forget(self, payer: str) -> None:
        """Nothing is kept of anyone."""

    def check_return(self, *, gateway_reference: str, said: Mapping[str, str]) -> None:
        """A UPI app says nothing on the way back."""

    def read_webhook(self, *, headers: Mapping[str, str], body: bytes) -> Notice:
        raise GatewayError("the shop's own UPI address sends no webhooks", permanent=True)

    @staticmethod
    def _waiting(charge: Charge) -> Answer:
        link = upi_link(
            vpa=settings.UPI_VPA,
            payee=settings.UPI_PAYEE,
            amount_paise=charge.amount_paise,
            reference=charge.reference,
        )
        step = {"link": link, "vpa": settings.UPI_VPA, "payee": settings.UPI_PAYEE}
        return Answer(Outcome.PENDING, amount_paise=charge.amount_paise, next_step=step)

    @staticmethod
    def _to_be_sent(charge: Charge, gateway_reference: str) -> RefundAnswer:
        return RefundAnswer(Returned.PENDING, gateway_reference, charge.amount_paise)

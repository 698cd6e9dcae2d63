"""System checks: a way to pay that is switched on can also be used."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from kirana.payments import gateways
from kirana.payments.gateways.upi_qr.link import is_vpa


@register("payments")
def methods_can_be_used(**_options: Any) -> list[CheckMessage]:
    """Every code in `PAYMENT_METHODS` is one there is, with all its keys."""
    return [error for code in settings.PAYMENT_METHODS if (error := _fault(code)) is not None]


def _fault(code: str) -> Error | None:
    if code not in gateways.ALL:
        known = ", ".join(sorted(gateways.ALL))
        return Error(
            f"PAYMENT_METHODS names {code!r}, which is no way to pay.", hint=f"There are {known}.", id="kirana.E002"
        )
    missing = gateways.missing_keys(gateways.by_code(code))
    if missing:
        hint = f"Set {', '.join(missing)}, each also as a file by _FILE, or take {code} out of PAYMENT_METHODS."
        return Error(f"PAYMENT_METHODS offers {code}, and {_and(missing)} not set.", hint=hint, id="kirana.E003")
    if code == "upi_qr" and not is_vpa(settings.UPI_VPA):
        hint = "A UPI address looks like name@bank."
        return Error(f"UPI_VPA is not a UPI address: {settings.UPI_VPA!r}.", hint=hint, id="kirana.E004")
    return None


def _and(names: list[str]) -> str:
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"

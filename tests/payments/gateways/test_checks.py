"""A way to pay that is switched on can be used, or the shop says so before it opens."""

from kirana.payments import gateways
from kirana.payments.gateways import checks


def said() -> list[tuple[str | None, str]]:
    return [(error.id, error.msg) for error in checks.methods_can_be_used()]


def test_what_is_offered_at_first_needs_no_keys(settings):
    assert said() == []


def test_a_way_to_pay_that_never_was(settings):
    settings.PAYMENT_METHODS = ["barter"]
    assert said() == [("kirana.E002", "PAYMENT_METHODS names 'barter', which is no way to pay.")]


def test_a_way_to_pay_without_its_keys_is_said_and_not_offered(settings):
    settings.PAYMENT_METHODS = ["stripe", "cash_on_delivery", "upi_qr"]
    settings.STRIPE_SECRET_KEY = "sk_test_lakshmi"
    settings.UPI_PAYEE = "Lakshmi Stores"
    assert said() == [
        (
            "kirana.E003",
            "PAYMENT_METHODS offers stripe, and STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRETS are not set.",
        ),
        ("kirana.E003", "PAYMENT_METHODS offers upi_qr, and UPI_VPA is not set."),
    ]
    first = checks.methods_can_be_used()[0]
    assert first.is_serious()
    assert "STRIPE_WEBHOOK_SECRETS, each also as a file by _FILE" in str(first.hint)
    assert [gateway.code for gateway in gateways.offered()] == ["cash_on_delivery"]


def test_an_address_that_is_none(settings, upi_address):
    settings.PAYMENT_METHODS = ["upi_qr"]
    assert said() == []
    settings.UPI_VPA = "lakshmi"
    assert said() == [("kirana.E004", "UPI_VPA is not a UPI address: 'lakshmi'.")]

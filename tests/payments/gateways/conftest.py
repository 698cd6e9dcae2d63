"""The far sides, open while the tests of the gateways run, and the keys to them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.payments.gateways import far_sides
from tests.payments.gateways.far_sides import Wire
from tests.payments.gateways.razorpay_side import RazorpaySide, razorpay_side

STRIPE_KEYS = {
    "STRIPE_SECRET_KEY": "sk_test_lakshmi",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_lakshmi",
    "STRIPE_WEBHOOK_SECRETS": ["whsec_new", "whsec_old"],
}
RAZORPAY_KEYS = {
    "RAZORPAY_KEY_ID": "rzp_test_lakshmi",
    "RAZORPAY_KEY_SECRET": "key_secret",
    "RAZORPAY_WEBHOOK_SECRETS": ["hook_new", "hook_old"],
}
UPI_KEYS = {"UPI_VPA": "lakshmi@okbank", "UPI_PAYEE": "Lakshmi Stores"}


@pytest.fixture(scope="session")
def stripe_open() -> Iterator[Wire]:
    """A Stripe on this machine, behind its wire."""
    with far_sides.localstripe() as address, far_sides.wire_to(address) as wire:
        yield wire


@pytest.fixture(scope="session")
def razorpay_open() -> Iterator[RazorpaySide]:
    """A Razorpay on this machine."""
    with razorpay_side() as side:
        yield side


def _give(settings: Any, keys: dict[str, Any]) -> None:
    for name, value in keys.items():
        setattr(settings, name, value)


@pytest.fixture
def stripe_wire(stripe_open: Wire, settings: Any) -> Iterator[Wire]:
    """The shop connected to that Stripe."""
    _give(settings, STRIPE_KEYS | {"STRIPE_API_BASE": stripe_open.base})
    stripe_open.forget()
    yield stripe_open
    stripe_open.forget()


@pytest.fixture
def razorpay_far(razorpay_open: RazorpaySide, settings: Any) -> Iterator[RazorpaySide]:
    """The shop connected to that Razorpay."""
    _give(settings, RAZORPAY_KEYS | {"RAZORPAY_API_BASE": razorpay_open.base})
    razorpay_open.forget()
    yield razorpay_open


@pytest.fixture
def upi_address(settings: Any) -> None:
    """The shop's own UPI address."""
    _give(settings, UPI_KEYS)

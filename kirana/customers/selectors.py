"""Questions about customers."""

from kirana.core.errors import NotFound
from kirana.customers.models import Address, Customer


def of_user(*, user_id: int | None) -> Customer | None:
    """The customer who signs in with this account; None for a guest."""
    if user_id is None:
        return None
    return Customer.objects.filter(user_id=user_id).first()


def of_email(*, email: str) -> Customer:
    """The customer whose account has this address; `NotFound` when there is none."""
    customer = Customer.objects.select_related("user").filter(user__email__iexact=email).first()
    if customer is None:
        raise NotFound()
    return customer


def last_address(*, customer: Customer) -> Address | None:
    """The door used last."""
    return customer.addresses.first()

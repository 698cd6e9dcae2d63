"""Questions about customers."""

from kirana.customers.models import Address, Customer


def of_user(*, user_id: int | None) -> Customer | None:
    """The customer who signs in with this account; None for a guest."""
    if user_id is None:
        return None
    return Customer.objects.filter(user_id=user_id).first()


def last_address(*, customer: Customer) -> Address | None:
    """The door used last."""
    return customer.addresses.first()

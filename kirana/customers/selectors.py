"""Questions about customers."""

from django.db.models import Q

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


def search(*, text: str, limit: int = 20) -> list[Customer]:
    """The customers whose name, phone or e-mail has this text in it, by name."""
    phone = "".join(letter for letter in text if letter.isdigit())
    where = Q(name__icontains=text) | Q(email__icontains=text)
    if len(phone) >= 4:
        where |= Q(phone__contains=phone)
    return list(Customer.objects.filter(where).select_related("user").order_by("name", "pk")[:limit])


def by_id(*, customer_id: int) -> Customer:
    """The customer of this row; `NotFound` when there is none."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        raise NotFound()
    return customer

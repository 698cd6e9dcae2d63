"""The verbs that change customers."""

from datetime import datetime

from kirana.accounts.models import User
from kirana.core import audit
from kirana.core.actors import Actor
from kirana.customers.models import Address, Customer


def register(*, user: User, language: str, at: datetime) -> Customer:
    """The customer of an account, made the first time."""
    customer, _made = Customer.objects.get_or_create(
        user=user,
        defaults={"name": user.name, "email": user.email or "", "language": language, "created_at": at},
    )
    return customer


def remember_door(*, customer: Customer, line: str, landmark: str, pincode: str, at: datetime) -> None:
    """Keep an address for next time; the same one again becomes the latest."""
    Address.objects.update_or_create(
        customer=customer, line=line, landmark=landmark, pincode=pincode, defaults={"used_at": at}
    )


def remember_contact(*, customer: Customer, name: str, phone: str) -> None:
    """Keep how the customer wants to be called and reached."""
    if (customer.name, customer.phone) != (name, phone):
        Customer.objects.filter(pk=customer.pk).update(name=name, phone=phone)
        customer.name, customer.phone = name, phone


def introduce(*, name: str, phone: str, by: Actor, at: datetime) -> Customer:
    """A person the shop knows and who cannot sign in: someone of the neighbourhood, by name and phone."""
    known = Customer.objects.create(name=name, phone=phone, created_at=at)
    audit.record(action="customer.introduce", subject=f"customer:{known.pk}", by=by, at=at)
    return known

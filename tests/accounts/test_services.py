"""Registering a shopper, and giving someone a place in the shop."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError

from kirana.accounts import services as accounts
from kirana.accounts.models import StaffMember, User
from kirana.accounts.roles import Role
from kirana.core.audit import AuditEntry
from kirana.core.errors import ShopError
from tests.cast import LATER, NOW, PASSWORD


def employ(lakshmi, **changes):
    """Chitra gives Ravi a place; `changes` are other words of it."""
    place = {"email": "ravi@lakshmi.example", "name": "Ravi Das", "role": Role.PICKER, "password": PASSWORD, "at": NOW}
    return accounts.employ(store=lakshmi.store, by=lakshmi.chitra.as_actor(), **(place | changes))


def test_ravi_gets_a_place_and_an_account(lakshmi):
    place = employ(lakshmi)
    assert (place.store, place.role, place.is_active, place.since) == (lakshmi.store, "picker", True, NOW)
    assert (place.user.email, place.user.name) == ("ravi@lakshmi.example", "Ravi Das")
    assert place.user.check_password(PASSWORD)
    address = EmailAddress.objects.get(user=place.user)
    assert (address.email, address.verified, address.primary) == ("ravi@lakshmi.example", True, True)
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject, entry.by) == (
        "staff.employ",
        f"user:{place.user_id}",
        str(lakshmi.chitra.as_actor()),
    )
    assert entry.detail == {"role": "picker"}


def test_a_new_role_takes_the_place_of_the_old_one(lakshmi):
    before = employ(lakshmi)
    place = employ(lakshmi, role=Role.RIDER, password=None, at=LATER)
    assert (place.pk, place.role, place.since) == (before.pk, "rider", NOW)
    assert StaffMember.objects.filter(user=before.user).count() == 1
    assert User.objects.get(pk=before.user_id).check_password(PASSWORD)


def test_another_password_replaces_the_old_one(lakshmi):
    employ(lakshmi)
    place = employ(lakshmi, password="two-tins-of-jaggery")
    assert User.objects.get(pk=place.user_id).check_password("two-tins-of-jaggery")


def test_who_comes_back_has_the_place_again(lakshmi):
    place = employ(lakshmi)
    StaffMember.objects.filter(pk=place.pk).update(is_active=False)
    assert employ(lakshmi, role=Role.OWNER).is_active
    assert StaffMember.objects.get(pk=place.pk).is_active


def test_without_a_password_nobody_can_sign_in_until_it_is_set(lakshmi):
    assert not employ(lakshmi, password=None).user.has_usable_password()


def test_asha_may_work_here_with_the_account_she_shops_with(lakshmi):
    place = employ(lakshmi, email="ASHA@example.com", name="Asha", password=None)
    assert place.user == lakshmi.asha.user
    assert place.user.name == "Asha Iyer"
    assert User.objects.filter(email__iexact="asha@example.com").count() == 1
    assert EmailAddress.objects.filter(user=place.user).count() == 1


def test_a_shopper_can_sign_in(db, client):
    user = accounts.register(email="asha@example.com", name="Asha Iyer", password=PASSWORD)
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    assert client.login(username="asha@example.com", email="asha@example.com", password=PASSWORD)
    assert not hasattr(user, "staff")


@pytest.mark.parametrize("email", ["asha@example.com", "ASHA@Example.com", "Asha@example.com"])
def test_one_address_is_one_account_however_it_is_written(db, email):
    accounts.register(email="asha@example.com", name="Asha Iyer", password=PASSWORD)
    with pytest.raises((ShopError, IntegrityError)):
        accounts.register(email=email, name="Another", password=PASSWORD)
    assert list(User.objects.values_list("name", flat=True)) == ["Asha Iyer"]

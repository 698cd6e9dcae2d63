"""The people the shop knows, and their doors."""

from datetime import timedelta

import pytest

from kirana.accounts import services as accounts
from kirana.core.errors import NotFound
from kirana.customers import selectors as questions
from kirana.customers import services as customers
from kirana.customers.models import Address, Customer
from tests.cast import NOW, PASSWORD

PALM = {"line": "Flat 3B, Palm Grove", "landmark": "Opposite the temple", "pincode": "560038"}
OFFICE = {"line": "4, MG Road", "landmark": "", "pincode": "560001"}


@pytest.fixture
def asha(db) -> Customer:
    """Asha, with an account."""
    return a_customer("Asha Iyer", "asha@example.com")


@pytest.fixture
def bilal(db) -> Customer:
    """Bilal, who never sees Asha's things."""
    return a_customer("Bilal Khan", "bilal@example.com")


def a_customer(name: str, email: str) -> Customer:
    """Someone who shops here and can sign in."""
    user = accounts.register(email=email, name=name, password=PASSWORD)
    return customers.register(user=user, language="hi", at=NOW)


def doors(customer: Customer) -> list[str]:
    """Where things were brought, the latest first."""
    return [address.line for address in customer.addresses.all()]


def test_a_customer_is_made_of_the_account(asha):
    assert (asha.name, asha.email, asha.language, asha.created_at) == ("Asha Iyer", "asha@example.com", "hi", NOW)
    assert asha.phone == ""


def test_registering_again_is_the_same_customer_as_she_was(asha):
    again = customers.register(user=asha.user, language="en", at=NOW + timedelta(days=1))
    assert again.pk == asha.pk
    assert (again.language, again.created_at) == ("hi", NOW)
    assert Customer.objects.count() == 1


def test_a_door_is_kept_once_and_the_one_used_last_comes_first(asha):
    customers.remember_door(customer=asha, at=NOW, **PALM)
    customers.remember_door(customer=asha, at=NOW + timedelta(hours=1), **OFFICE)
    assert doors(asha) == ["4, MG Road", "Flat 3B, Palm Grove"]
    customers.remember_door(customer=asha, at=NOW + timedelta(hours=2), **PALM)
    assert doors(asha) == ["Flat 3B, Palm Grove", "4, MG Road"]
    last = questions.last_address(customer=asha)
    assert (last.line, last.landmark, last.pincode) == tuple(PALM.values())
    assert last.used_at == NOW + timedelta(hours=2)


def test_another_landmark_is_another_door(asha):
    customers.remember_door(customer=asha, at=NOW, **PALM)
    customers.remember_door(customer=asha, at=NOW, **PALM | {"landmark": "Back gate"})
    assert Address.objects.count() == 2


def test_bilal_lives_at_the_same_door_and_sees_only_his_own(asha, bilal):
    customers.remember_door(customer=asha, at=NOW, **PALM)
    assert doors(bilal) == []
    assert questions.last_address(customer=bilal) is None
    customers.remember_door(customer=bilal, at=NOW + timedelta(hours=1), **PALM)
    assert [doors(asha), doors(bilal)] == [["Flat 3B, Palm Grove"]] * 2
    assert questions.last_address(customer=asha).used_at == NOW
    assert questions.last_address(customer=bilal).customer == bilal


def test_how_she_wants_to_be_called_is_kept_and_nobody_elses_changes(asha, bilal, django_assert_num_queries):
    with django_assert_num_queries(1):
        customers.remember_contact(customer=asha, name="Asha I.", phone="+919845011001")
    asha.refresh_from_db()
    bilal.refresh_from_db()
    assert (asha.name, asha.phone) == ("Asha I.", "+919845011001")
    assert (bilal.name, bilal.phone) == ("Bilal Khan", "")
    with django_assert_num_queries(0):
        customers.remember_contact(customer=asha, name="Asha I.", phone="+919845011001")


def test_a_customer_is_found_by_the_account(asha, bilal):
    assert questions.of_user(user_id=asha.user_id) == asha
    assert questions.of_user(user_id=bilal.user_id) == bilal
    assert questions.of_user(user_id=None) is None
    assert questions.of_user(user_id=0) is None


@pytest.mark.parametrize("email", ["asha@example.com", "ASHA@Example.COM"])
def test_a_customer_is_found_by_address_however_it_is_written(asha, bilal, email):
    assert questions.of_email(email=email) == asha


@pytest.mark.parametrize("email", ["", "asha", "nobody@example.com", "%@example.com"])
def test_an_address_nobody_has_finds_nobody(asha, email):
    with pytest.raises(NotFound):
        questions.of_email(email=email)


def test_the_address_that_counts_is_the_accounts_not_the_one_once_written_down(asha, bilal):
    Customer.objects.filter(pk=bilal.pk).update(email="asha@example.com")
    assert questions.of_email(email="asha@example.com") == asha


def test_a_customer_outlives_the_account(asha):
    asha.user.delete()
    asha.refresh_from_db()
    assert (asha.user, asha.name) == (None, "Asha Iyer")

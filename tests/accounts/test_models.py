"""People who can sign in, and their places in the shop."""

import pytest
from django.db import IntegrityError, transaction

from kirana.accounts.models import StaffMember, User
from kirana.accounts.roles import Permission, Role
from kirana.core.actors import Actor, ActorKind
from kirana.core.errors import NotAllowed


def test_chitra_may_cancel_and_pooja_may_not(lakshmi):
    lakshmi.chitra.require(Permission.CANCEL_ORDERS)
    with pytest.raises(NotAllowed) as refusal:
        lakshmi.pooja.require(Permission.CANCEL_ORDERS)
    assert refusal.value.status == 403


def test_who_has_left_may_nothing_though_the_account_stays(lakshmi):
    lakshmi.chitra.is_active = False
    assert not any(lakshmi.chitra.may(permission) for permission in Permission)
    assert lakshmi.chitra.user.is_active


def test_whose_account_is_closed_may_nothing(lakshmi):
    lakshmi.chitra.user.is_active = False
    assert not any(lakshmi.chitra.may(permission) for permission in Permission)


def test_people_sign_what_they_do(lakshmi):
    assert lakshmi.dev.as_actor() == Actor(ActorKind.STAFF, "Dev Kumar", lakshmi.dev.user_id)
    assert lakshmi.asha.user.as_customer() == Actor(ActorKind.CUSTOMER, "Asha Iyer", lakshmi.asha.user_id)
    assert str(lakshmi.dev) == "Dev Kumar (Rider)"


def test_a_phone_is_enough_to_have_an_account(db):
    user = User.objects.create_user(phone="+919845011001")
    assert (user.email, str(user)) == (None, "+919845011001")
    assert not user.is_phone_verified
    User.objects.create_user(phone="+919845011002")  # nor does having no address make two people one


def test_an_account_has_an_address_or_a_phone(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(name="Nobody")
    assert User.objects.count() == 0


def test_a_role_nobody_knows_is_refused_by_the_database(lakshmi):
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffMember.objects.filter(pk=lakshmi.pooja.pk).update(role="king")
    assert StaffMember.objects.get(pk=lakshmi.pooja.pk).role == Role.PICKER

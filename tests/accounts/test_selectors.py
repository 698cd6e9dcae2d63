"""Questions about who works here."""

from kirana.accounts import selectors as accounts
from kirana.accounts.models import StaffMember, User
from kirana.stores import services as stores
from tests.cast import BY, NOW


def names(places):
    """Of these places."""
    return [place.user.name for place in places]


def test_everyone_who_works_here_by_name(lakshmi):
    assert names(accounts.staff(store_id=lakshmi.store.pk)) == ["Chitra Rao", "Dev Kumar", "Esha Menon", "Pooja Nair"]


def test_only_dev_and_the_owner_go_to_the_door(lakshmi):
    assert names(accounts.riders(store_id=lakshmi.store.pk)) == ["Chitra Rao", "Dev Kumar"]


def test_another_shop_sees_none_of_them(lakshmi):
    other = stores.open_store(slug="other", by=BY, at=NOW, name="Other")
    assert accounts.staff(store_id=other.pk) == []
    assert list(accounts.riders(store_id=other.pk)) == []


def test_who_has_left_is_not_among_them(lakshmi):
    StaffMember.objects.filter(pk=lakshmi.dev.pk).update(is_active=False)
    assert "Dev Kumar" not in names(accounts.staff(store_id=lakshmi.store.pk))
    assert names(accounts.riders(store_id=lakshmi.store.pk)) == ["Chitra Rao"]
    assert accounts.staff_place(user_id=lakshmi.dev.user_id) is None


def test_a_place_comes_with_its_user_and_its_store(lakshmi, django_assert_num_queries):
    with django_assert_num_queries(1):
        place = accounts.staff_place(user_id=lakshmi.esha.user_id)
        assert (place.user.name, place.store.slug, place.role) == ("Esha Menon", "lakshmi-stores", "maintainer")


def test_asha_has_no_place(lakshmi):
    assert accounts.staff_place(user_id=lakshmi.asha.user_id) is None


def test_a_closed_account_has_no_place(lakshmi):
    User.objects.filter(pk=lakshmi.chitra.user_id).update(is_active=False)
    assert accounts.staff_place(user_id=lakshmi.chitra.user_id) is None

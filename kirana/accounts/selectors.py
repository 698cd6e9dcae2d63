"""Questions about accounts."""

from django.db.models import QuerySet

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Role


def staff_place(*, user_id: int) -> StaffMember | None:
    """The active place of a user in a store, with user and store loaded; None for a shopper."""
    places = StaffMember.objects.select_related("user", "store")
    return places.filter(user_id=user_id, is_active=True, user__is_active=True).first()


def staff(*, store_id: int) -> list[StaffMember]:
    """Everyone who has a place in the store, by name."""
    places = StaffMember.objects.select_related("user").filter(store_id=store_id, is_active=True)
    return list(places.order_by("user__name"))


def riders(*, store_id: int) -> QuerySet[StaffMember]:
    """Those who may take orders to the door, by name."""
    places = StaffMember.objects.select_related("user").filter(store_id=store_id, is_active=True)
    return places.filter(role__in=[Role.RIDER, Role.OWNER]).order_by("user__name")

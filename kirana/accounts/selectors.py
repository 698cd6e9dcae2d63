"""Questions about accounts."""

from django.db.models import QuerySet

from kirana.accounts.models import StaffMember, User
from kirana.accounts.roles import ALLOWED, Permission, Role
from kirana.core.errors import NotFound


def staff_place(*, user_id: int) -> StaffMember | None:
    """The active place of a user in a store, with user and store loaded; None for a shopper."""
    places = StaffMember.objects.select_related("user", "store")
    return places.filter(user_id=user_id, is_active=True, user__is_active=True).first()


def staff(*, store_id: int) -> list[StaffMember]:
    """Everyone who has a place in the store, by name."""
    places = StaffMember.objects.select_related("user").filter(store_id=store_id, is_active=True)
    return list(places.order_by("user__name"))


def places(*, store_id: int) -> QuerySet[StaffMember]:
    """The same as rows, to be shown page by page."""
    found = StaffMember.objects.select_related("user").filter(store_id=store_id, is_active=True)
    return found.order_by("user__name", "pk")


def place_of(*, place_id: int, store_id: int) -> StaffMember:
    """One place of the store, ended or not; raises `NotFound`."""
    found = StaffMember.objects.select_related("user").filter(pk=place_id, store_id=store_id).first()
    if found is None:
        raise NotFound()
    return found


def riders(*, store_id: int) -> QuerySet[StaffMember]:
    """Those who may take orders to the door, by name."""
    places = StaffMember.objects.select_related("user").filter(store_id=store_id, is_active=True)
    return places.filter(role__in=[Role.RIDER, Role.OWNER]).order_by("user__name")


def addresses_of_maintainers() -> list[str]:
    """The e-mail addresses of those who may answer the guide's questions, in any store."""
    places = StaffMember.objects.filter(role__in=ALLOWED[Permission.RUN_CONSOLE], is_active=True, user__is_active=True)
    rows = places.exclude(user__email=None).order_by("user__email").values_list("user__email", flat=True)
    return [str(address) for address in rows]


def user_ids(*, whose: str, email: str, store_id: int) -> list[int] | None:
    """Whom a button means: `all` (None), `staff` of the store, or `one` by e-mail, who may not be there."""
    if whose == "all":
        return None
    if whose == "staff":
        return list(StaffMember.objects.filter(store_id=store_id).values_list("user_id", flat=True))
    return list(User.objects.filter(email__iexact=email).values_list("pk", flat=True)) if email else []

"""Who may do what: one table, read from here by every screen and every verb of the back office.

To let a role do more, add its column letter to the row. `docs/permissions.md` is generated from this table.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    PICKER = "picker", _("Picker")
    RIDER = "rider", _("Rider")
    MAINTAINER = "maintainer", _("Maintainer")


class Permission(StrEnum):
    SEE_ORDERS = "see orders"
    ACCEPT_ORDERS = "accept orders"
    CANCEL_ORDERS = "cancel orders"
    PICK_ORDERS = "pick, weigh and pack orders"
    HAND_OVER_ORDERS = "hand packed orders over"
    DELIVER_ORDERS = "deliver orders and take the money"
    SEE_CATALOGUE = "see the catalogue"
    EDIT_CATALOGUE = "edit products and prices"
    IMPORT_CATALOGUE = "import and export the catalogue"
    ADJUST_STOCK = "receive, count and write off stock"
    SET_DELIVERY = "set pincodes, slots and terms of sale"
    SEE_STAFF_LOG = "see who changed what"


#                                   owner picker rider maintainer
TABLE = {
    Permission.SEE_ORDERS:         "O     P      R     M",
    Permission.ACCEPT_ORDERS:      "O     P      .     .",
    Permission.CANCEL_ORDERS:      "O     .      .     .",
    Permission.PICK_ORDERS:        "O     P      .     .",
    Permission.HAND_OVER_ORDERS:   "O     P      .     .",
    Permission.DELIVER_ORDERS:     "O     .      R     .",
    Permission.SEE_CATALOGUE:      "O     P      .     M",
    Permission.EDIT_CATALOGUE:     "O     .      .     .",
    Permission.IMPORT_CATALOGUE:   "O     .      .     M",
    Permission.ADJUST_STOCK:       "O     P      .     .",
    Permission.SET_DELIVERY:       "O     .      .     .",
    Permission.SEE_STAFF_LOG:      "O     .      .     M",
}  # fmt: skip

LETTERS = {"O": Role.OWNER, "P": Role.PICKER, "R": Role.RIDER, "M": Role.MAINTAINER}
ALLOWED = {
    permission: frozenset(LETTERS[letter] for letter in row.replace(".", "").split())
    for permission, row in TABLE.items()
}


def may(role: str, permission: Permission) -> bool:
    """Whether the table gives this role the permission."""
    return role in ALLOWED[permission]

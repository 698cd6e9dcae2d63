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
    SEE_MONEY = "see payments, books and exceptions"
    TAKE_MONEY = "confirm payments and take in the riders' cash"
    REFUND = "give money back"
    KEEP_KHATA = "give on khata, take repayments, send reminders"
    SET_KHATA = "open khata accounts and set their limits"
    CLOSE_DAY = "close the day and bring in settlements"
    SEE_INVOICES = "see invoices and tax reports"
    EDIT_CONTENT = "edit banners, featured products and campaigns"
    SEE_INSIGHT = "see sales, funnel and feedback"
    SEE_CONSOLE = "see the console: guide, health, logs, figures"
    RUN_CONSOLE = "answer the guide's questions and press its buttons"
    KEEP_BACKUPS = "make, restore and download backups"
    HANDLE_INCIDENTS = "declare incidents and use the switches that contain them"
    KEEP_SECRETS = "rotate keys and review staff accounts"


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
    Permission.SEE_MONEY:          "O     .      .     M",
    Permission.TAKE_MONEY:         "O     .      .     .",
    Permission.REFUND:             "O     .      .     .",
    Permission.KEEP_KHATA:         "O     .      .     .",
    Permission.SET_KHATA:          "O     .      .     .",
    Permission.CLOSE_DAY:          "O     .      .     .",
    Permission.SEE_INVOICES:       "O     .      .     .",
    Permission.EDIT_CONTENT:       "O     .      .     .",
    Permission.SEE_INSIGHT:        "O     .      .     M",
    Permission.SEE_CONSOLE:        "O     .      .     M",
    Permission.RUN_CONSOLE:        "O     .      .     M",
    Permission.KEEP_BACKUPS:       "O     .      .     M",
    Permission.HANDLE_INCIDENTS:   "O     .      .     M",
    Permission.KEEP_SECRETS:       "O     .      .     M",
}  # fmt: skip

LETTERS = {"O": Role.OWNER, "P": Role.PICKER, "R": Role.RIDER, "M": Role.MAINTAINER}
ALLOWED = {
    permission: frozenset(LETTERS[letter] for letter in row.replace(".", "").split())
    for permission, row in TABLE.items()
}


def may(role: str, permission: Permission) -> bool:
    """Whether the table gives this role the permission."""
    return role in ALLOWED[permission]

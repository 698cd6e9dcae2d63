"""docs/permissions.md: who may do what, and the pages that ask for it."""

from kirana.accounts.roles import ALLOWED, Permission, Role
from tools.docs import markdown
from tools.docs.screens import addresses
from tools.docs.source import Source

LEADING = (
    "The table is `kirana/accounts/roles.py`; every page of the back office names the permission it needs. Somebody who "
    "is not signed in is sent to the sign-in page, a shopper is told that there is no such page, and staff of another "
    "role that theirs does not allow it."
)
HIRING = "Roles are given by `manage.py add_staff EMAIL --name NAME --role ROLE`, which asks for a password."


def page(_source: Source) -> str:
    """The page."""
    headers = ["May", *(str(role.label) for role in Role)]
    table = markdown.table(headers, [_row(permission) for permission in Permission])
    pages = markdown.table(["Permission", "Pages"], [_pages(permission) for permission in Permission])
    return markdown.page("Permissions", LEADING, table, HIRING, "## The pages that need them", pages)


def _row(permission: Permission) -> list[str]:
    return [permission.value, *("yes" if role in ALLOWED[permission] else "" for role in Role)]


def _pages(permission: Permission) -> tuple[str, str]:
    return permission.value, markdown.codes(door.name for door in addresses() if door.permission == permission)

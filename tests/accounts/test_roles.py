"""Who may do what: the whole table, role by role."""

import pytest

from kirana.accounts.roles import Permission, Role, may

MAY = {
    Role.OWNER: set(Permission),
    Role.PICKER: {
        Permission.SEE_ORDERS,
        Permission.ACCEPT_ORDERS,
        Permission.PICK_ORDERS,
        Permission.HAND_OVER_ORDERS,
        Permission.SEE_CATALOGUE,
        Permission.ADJUST_STOCK,
    },
    Role.RIDER: {Permission.SEE_ORDERS, Permission.DELIVER_ORDERS},
    Role.MAINTAINER: {
        Permission.SEE_ORDERS,
        Permission.SEE_CATALOGUE,
        Permission.IMPORT_CATALOGUE,
        Permission.SEE_STAFF_LOG,
        Permission.SEE_MONEY,
        Permission.SEE_INSIGHT,
        Permission.SEE_CONSOLE,
        Permission.RUN_CONSOLE,
        Permission.KEEP_BACKUPS,
        Permission.HANDLE_INCIDENTS,
        Permission.KEEP_SECRETS,
    },
}


def test_every_role_is_in_the_table():
    assert set(MAY) == set(Role)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_exactly_this(role, permission):
    assert may(role, permission) is (permission in MAY[role])


@pytest.mark.parametrize("permission", Permission)
def test_nobody_else_may_anything(permission):
    assert not may("", permission)
    assert not may("customer", permission)

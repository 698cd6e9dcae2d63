"""Every page of the console names its permission, and everyone gets what the table of roles gives them."""

import pytest

from kirana.accounts.roles import Permission, Role
from kirana.console import menu, urls
from tests.accounts.test_roles import MAY
from tests.storefront.visitors import a_visitor, every_row

PAGES = [pattern for pattern in urls.urlpatterns if "<" not in str(pattern.pattern)]
CONSOLES = {
    Permission.SEE_CONSOLE,
    Permission.RUN_CONSOLE,
    Permission.KEEP_BACKUPS,
    Permission.HANDLE_INCIDENTS,
    Permission.KEEP_SECRETS,
    Permission.SEE_MONEY,
    Permission.SEE_INSIGHT,
}


def people(lakshmi):
    shop = lakshmi
    staff = {Role.OWNER: shop.chitra.user, Role.PICKER: shop.pooja.user, Role.RIDER: shop.dev.user}
    return {"nobody": None, "Asha": shop.asha.user, **staff, Role.MAINTAINER: shop.esha.user}


def expected(who: str, permission: Permission) -> int:
    if who == "nobody":
        return 302
    if who == "Asha":
        return 404
    return 200 if permission in MAY[who] else 403


def test_every_address_names_a_permission_of_the_console():
    assert {pattern.name: pattern.callback.permission in CONSOLES for pattern in urls.urlpatterns} == {
        pattern.name: True for pattern in urls.urlpatterns
    }


def test_every_name_says_that_it_is_of_the_console():
    assert [pattern.name for pattern in urls.urlpatterns if not pattern.name.startswith("console_")] == []


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
@pytest.mark.usefixtures("it_is_now")
def test_everyone_gets_what_the_table_gives_them(pattern, lakshmi):
    """And looking writes nothing. An address that is only pressed refuses to be looked at (405)."""
    before, answers = every_row(), {}
    for who, user in people(lakshmi).items():
        answers[who] = a_visitor(user).get(f"/staff/console/{pattern.pattern}").status_code
    wanted = {who: expected(who, pattern.callback.permission) for who in answers}
    if set(answers.values()) != {405}:
        assert answers == wanted
    assert every_row() == before


@pytest.mark.usefixtures("it_is_now")
def test_the_navigation_has_every_page_that_the_person_may_open(lakshmi):
    page = a_visitor(lakshmi.esha.user).get("/staff/console/").content.decode()
    assert [
        entry.url_name
        for entry in menu.pages(place=lakshmi.esha)
        if f">{entry.label}</a>" not in page.replace("&amp;", "&")
    ] == []
    assert menu.pages(place=lakshmi.pooja) == []

"""The database as its checks found it last: room, connections, slow statements with their plans, indexes, advice."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Permission
from kirana.console.frame import show
from kirana.console.menu import Page
from kirana.core import clock
from kirana.ops import standing
from kirana.ops.database import statements
from kirana.ui.staff import staff

MOST_STATEMENTS = 20
ROOM = ("database.size", "database.forecast", "database.bloat", "database.connections", "database.leaks")
INDEXES = ("database.indexes_dropped", "database.indexes_missing", "database.indexes_unused")


@staff(Permission.SEE_CONSOLE)
def care(request: HttpRequest, place: StaffMember) -> HttpResponse:
    """What is known of the database, and what to do about it."""
    at = clock.now()
    seen = standing.look(at=at).checks
    facts = {
        "room": [seen[key] for key in ROOM],
        "indexes": [seen[key] for key in INDEXES],
        "slow": seen["database.slow_statements"],
        "statements": statements.slow(at=at)[:MOST_STATEMENTS],
    }
    return show(request, place, "console/database.html", facts)


PAGE = Page(_("Database"), "console_database", Permission.SEE_CONSOLE, position=25, icon="grid")
urlpatterns = [path("database/", care, name="console_database")]

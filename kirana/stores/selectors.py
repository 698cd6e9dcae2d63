"""Questions about stores."""

from django.db.models import QuerySet

from kirana.core.errors import NotFound
from kirana.core.prepared import prepared
from kirana.stores.models import Store


def current() -> Store:
    """The store whose shop front this is: the first one. A second branch will choose by address here."""
    found: list[Store] = _found()
    if not found:
        raise NotFound()
    return found[0]


def front() -> QuerySet[Store]:
    """The same store, to be asked for as a part of another question."""
    return Store.objects.order_by("pk")[:1]


@prepared
def _found() -> QuerySet[Store]:
    return front()

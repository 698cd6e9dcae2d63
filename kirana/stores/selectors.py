"""Questions about stores."""

from kirana.core.errors import NotFound
from kirana.stores.models import Store


def current() -> Store:
    """The store whose shop front this is: the first one. A second branch will choose by address here."""
    store = Store.objects.order_by("pk").first()
    if store is None:
        raise NotFound()
    return store

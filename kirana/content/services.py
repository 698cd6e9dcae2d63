"""The verbs that change content."""

from datetime import datetime
from typing import Any

from kirana.content.models import Banner
from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.stores import services as stores
from kirana.stores.models import Store


def hang_banner(*, store: Store, key: str, by: Actor, at: datetime, **facts: Any) -> Banner:
    """Show a banner between its two days; the same key again replaces it."""
    with locks.transaction():
        banner, _made = Banner.objects.update_or_create(store=store, key=key, defaults=facts)
        stores.note_catalogue_change(store_id=store.pk)
        audit.record(action="banner.hang", subject=f"banner:{key}", by=by, at=at)
    return banner

"""The logs' work in the background."""

from kirana.core import clock
from kirana.ops.errors import groups
from kirana.ops.logs import keeping


def keep_logs() -> None:
    """Put aside, pack, copy and let go of."""
    at = clock.now()
    groups.collect(at=at)  # before a file is packed, its errors have been read
    keeping.keep(at=at)

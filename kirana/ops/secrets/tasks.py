"""The work on secrets in the background."""

import logging

from kirana.core import clock
from kirana.ops.secrets import registry, rotation

log = logging.getLogger(__name__)


def look_at_secrets() -> None:
    """Note which secrets have a new value; only names are logged."""
    fresh = registry.look(at=clock.now())
    if fresh:
        log.info("secrets with a new value: %s", ", ".join(fresh))


def drop_old_keys() -> None:
    """Forget the old keys whose overlap is over."""
    dropped = rotation.drop_fallbacks(at=clock.now())
    if dropped:
        log.info("%s old keys are no longer believed after the next restart", dropped)

"""Judging releases in the background."""

import logging

from kirana.core import clock
from kirana.ops.releases import watching
from kirana.ops.releases.models import Judgement

log = logging.getLogger(__name__)


def judge_release() -> None:
    """Say what became of the version that runs, when enough is known."""
    judged = watching.judge(at=clock.now())
    if judged is not None and judged.judgement == Judgement.ROLL_BACK:
        log.error("release %s: errors rose since it began; take it back", judged.short)

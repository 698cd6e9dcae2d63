"""What those who look after the shop are told: that something turned bad or is right again, and the digests.

Never a storm: all that changed since the last mail is one mail; a check is told once when it turns bad and once when
it is right again, and is then quiet for an hour.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kirana.accounts import selectors as accounts
from kirana.core import jobs, locks, outbox
from kirana.notifications.tasks import send_messages
from kirana.ops import running
from kirana.ops.checks import by_key
from kirana.ops.guide import digest
from kirana.ops.guide.tasks import Cadence
from kirana.ops.runs import CheckState
from kirana.stores import selectors as stores

QUIET = timedelta(hours=1)
PAGES = {Cadence.DAILY: "console_round", Cadence.WEEKLY: "console_guide", Cadence.MONTHLY: "console_guide"}


def recipients() -> list[str]:
    """The addresses of the setting, or else of the staff who may answer the guide's questions."""
    return settings.MAINTAINERS or accounts.addresses_of_maintainers()


def tell_of_changes(*, at: datetime) -> None:
    """Mail what turned bad and what is right again since it was last told; nothing when nothing did."""
    acting, right = running.to_tell(at=at, quiet=QUIET)
    if not (acting or right):
        return
    cause = "|".join(f"{state.key}@{state.since}" for state in (*acting, *right))
    with locks.transaction(), translation.override(settings.MAINTAINERS_LANGUAGE):
        facts = {"acting": [_line(state) for state in acting], "right": [_line(state) for state in right]}
        _post("maintainers/checks_changed", cause, facts | _frame("console_round"), at)
        running.mark_told(acting=acting, right=right, at=at)


def _line(state: CheckState) -> dict[str, str]:
    sentence = state.last_run.message if state.last_run else ""
    try:
        return {"title": str(by_key(state.key).title), "sentence": sentence}
    except KeyError:  # a check that is no longer there
        return {"title": state.key, "sentence": sentence}


def send_digests(*, at: datetime) -> None:
    """Mail the digest of each day, week and month, once, from seven in the morning."""
    for cadence in (Cadence.DAILY, Cadence.WEEKLY, Cadence.MONTHLY):
        period = digest.period(cadence, at=at)
        if period is None or all(outbox.is_known(_key(f"digest:{cadence}:{period}", to)) for to in recipients()):
            continue
        with locks.transaction(), translation.override(settings.MAINTAINERS_LANGUAGE):
            facts = digest.write(cadence, at=at).facts() | {"cadence": str(cadence.label), "period": period}
            _post("maintainers/digest", f"digest:{cadence}:{period}", facts | _frame(PAGES[cadence]), at)


def _frame(page: str) -> dict[str, str]:
    store = stores.current()
    return {
        "shop": store.name_in(settings.MAINTAINERS_LANGUAGE),
        "shop_phone": store.phone,
        "link": settings.SITE_URL + reverse(page),
    }


def _post(template: str, cause: str, facts: dict[str, Any], at: datetime) -> None:
    for address in recipients():
        outbox.post(
            channel="mail",
            address=address,
            template=template,
            language=settings.MAINTAINERS_LANGUAGE,
            dedupe_key=_key(cause, address),
            at=at,
            facts=facts,
        )
    jobs.enqueue(send_messages)


def _key(cause: str, address: str) -> str:
    return f"maintainers:{hashlib.sha256(f'{cause}>{address}'.encode()).hexdigest()}"

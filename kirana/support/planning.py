"""The verbs of wishes and of the plan; the only code that writes their tables."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import NotFound
from kirana.stores.models import Store
from kirana.support import asks
from kirana.support.models import FeedbackReview, PlanItem, Wish
from kirana.support.services import NothingWritten, TooManyRequests
from kirana.support.states import PLANS, PlanState

LOOKS_BACK = timedelta(days=31)
MOST_OF_A_DAY = 500  # of a store: what a machine sends is not what people miss
A_DAY = timedelta(days=1)


def miss(*, store: Store, text: str, at: datetime) -> Wish:
    """Keep what a shopper misses. Nothing of who they are is kept. Raises `NothingWritten`, `TooManyRequests`."""
    words = " ".join(text.split())[:200]
    if not words:
        raise NothingWritten()
    today = Wish.objects.filter(store=store, at__gt=at - A_DAY).count()
    if today >= MOST_OF_A_DAY:
        raise TooManyRequests(count=today)
    return Wish.objects.create(store=store, text=words, topic=words.casefold()[:80], at=at)


def write_down(*, store: Store, title: str, kind: str, topic: str, by: Actor, at: datetime) -> PlanItem:
    """Put something on the list; with a topic, what people ask for and how often by now."""
    counted = {one.topic: one.times for one in asks.counted(store_id=store.pk, since=at - LOOKS_BACK)}
    with locks.transaction():
        item = PlanItem.objects.create(
            store=store, title=title, kind=kind, topic=topic, asked=counted.get(topic, 0), written_at=at
        )
        PLANS.begin(item, by=by, at=at)
        audit.record(action="plan.write_down", subject=f"plan:{item.pk}", by=by, at=at, title=title)
    return item


def weigh(*, item: PlanItem, reach: int, effort: int, by: Actor, at: datetime) -> None:
    """Say how many it helps and how much work it is."""
    with locks.transaction():
        PlanItem.objects.filter(pk=item.pk).update(reach=reach, effort=effort, weighed_at=at)
        audit.record(action="plan.weigh", subject=f"plan:{item.pk}", by=by, at=at, reach=reach, effort=effort)


def decide(*, item: PlanItem, move: str, by: Actor, at: datetime) -> None:
    """Plan it, begin it, finish it, or not now. Raises `IllegalMove`."""
    with locks.transaction():
        PLANS.move(item, move, by=by, at=at)
        audit.record(action=f"plan.{move}", subject=f"plan:{item.pk}", by=by, at=at)


def review(*, store: Store, by: Actor, at: datetime) -> FeedbackReview:
    """A person has looked at what people ask for."""
    found = asks.counted(store_id=store.pk, since=at - LOOKS_BACK)
    with locks.transaction():
        kept = FeedbackReview.objects.create(
            store=store, at=at, by=str(by), topics=len(found), asks=sum(one.times for one in found)
        )
        audit.record(action="feedback.review", subject=f"store:{store.pk}", by=by, at=at, topics=len(found))
    return kept


def items(*, store_id: int, finished: bool = False) -> QuerySet[PlanItem]:
    """What is to be done or decided, what helps most for the least work first; or what came of the rest."""
    rows = PlanItem.objects.filter(store_id=store_id)
    if finished:
        return rows.exclude(state__in=PlanState.unfinished()).order_by("-pk")
    weight = F("reach") * (5 - F("effort"))
    rows = rows.filter(state__in=PlanState.unfinished()).annotate(weight=weight)
    return rows.order_by(F("weight").desc(nulls_first=True), "-asked", "pk")


def item(*, store_id: int, pk: int) -> PlanItem:
    """One of them; `NotFound`."""
    found = PlanItem.objects.filter(store_id=store_id, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def last_review(*, store_id: int) -> FeedbackReview | None:
    """When somebody last looked."""
    return FeedbackReview.objects.filter(store_id=store_id).first()

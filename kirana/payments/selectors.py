"""Questions about payments and refunds."""

from collections import Counter
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from kirana.core import locks
from kirana.core.errors import NotFound
from kirana.payments.gateways.contract import RefundAnswer
from kirana.payments.models import Payment, Refund, RefundKind, WebhookEvent
from kirana.payments.states import EventState, PaymentState, RefundState


def live(*, reference: str) -> Payment | None:
    """The first payment of a reference that money may still come of, or has come of."""
    return Payment.objects.filter(reference=reference).exclude(state__in=PaymentState.dead()).first()


def latest(*, reference: str) -> Payment | None:
    """The last payment that was begun for a reference."""
    return Payment.objects.filter(reference=reference).order_by("-pk").first()


def of_reference(*, reference: str) -> list[Payment]:
    """Every payment of a reference, in the order they were begun."""
    return list(Payment.objects.filter(reference=reference).order_by("pk"))


def by_id(*, payment_id: int) -> Payment:
    """One payment. Raises `NotFound`."""
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound()
    return payment


def lock_live(*, reference: str) -> Payment | None:
    """As `live`, locked until the transaction ends."""
    return locks.locked(Payment.objects.filter(reference=reference).exclude(state__in=PaymentState.dead())).first()


def due_at_the_door_paise(*, reference: str) -> int:
    """What the rider is to take."""
    promised = Payment.objects.filter(reference=reference, state=PaymentState.PROMISED)
    return promised.aggregate(sum=Sum("amount_paise"))["sum"] or 0


def lock_all(*, reference: str) -> list[Payment]:
    """Every payment of a reference in the order they were begun, locked until the transaction ends."""
    return list(locks.locked(Payment.objects.filter(reference=reference)))


def lock(*, payment_id: int) -> Payment:
    """The payment, locked until the transaction ends."""
    return locks.locked(Payment.objects.filter(pk=payment_id)).get()


def lock_refund(*, refund_id: int) -> Refund:
    """The refund, locked until the transaction ends. Its payment is locked first, by the caller."""
    return locks.locked(Refund.objects.filter(pk=refund_id)).get()


def refund_by_id(*, refund_id: int) -> Refund:
    """One refund with its payment. Raises `NotFound`."""
    refund = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if refund is None:
        raise NotFound()
    return refund


def refunds_of(*, reference: str) -> list[Refund]:
    """Every refund of a reference's payments, the first first."""
    return list(Refund.objects.select_related("payment").filter(payment__reference=reference).order_by("pk"))


def refunds_by_key(*, prefix: str) -> list[Refund]:
    """The refunds that one press of a button made."""
    return list(Refund.objects.select_related("payment").filter(key__startswith=prefix).order_by("pk"))


def lock_failed_refund(*, payment_id: int, amount_paise: int) -> Refund | None:
    """The first refund of this amount that did not arrive, locked. Its payment is locked first, by the caller."""
    failed = Refund.objects.filter(payment_id=payment_id, state=RefundState.FAILED, amount_paise=amount_paise)
    return locks.locked(failed).first()


def given_back_paise(*, reference: str) -> int:
    """What the shop gave back of a bill: it lowers what is owed, be it there, on its way or waiting to be mended."""
    goods = Refund.objects.filter(payment__reference=reference, kind=RefundKind.GOODS)
    return goods.aggregate(sum=Sum("amount_paise"))["sum"] or 0


def not_arrived_paise(*, payment: Payment) -> int:
    """What of a payment is kept only because its way back failed, and waits for a person to mend that.

    Never more than is kept: what was given on the gateway's own page since is not kept any more.
    """
    failed = Refund.objects.filter(payment=payment, state=RefundState.FAILED)
    return min(payment.kept_paise, failed.aggregate(sum=Sum("amount_paise"))["sum"] or 0)


def not_arrived() -> list[tuple[Refund, int]]:
    """Each refund that did not arrive, and what of it its payment still keeps.

    One whose money was given on the gateway's own page since is not among them.
    """
    failed = Refund.objects.filter(state=RefundState.FAILED).select_related("payment").order_by("pk")
    kept: dict[int, int] = {}
    found = []
    for refund in failed:
        left = kept.setdefault(refund.payment_id, refund.payment.kept_paise)
        part = min(left, refund.amount_paise)
        kept[refund.payment_id] = left - part
        if part:
            found.append((refund, part))
    return found


def not_arrived_by_reference() -> Counter[str]:
    """The sums of `not_arrived` by what was paid for."""
    sums: Counter[str] = Counter()
    for refund, paise in not_arrived():
        sums[refund.payment.reference] += paise
    return sums


def given_back_by_reference() -> Counter[str]:
    """As `given_back_paise`, of everything that was paid for."""
    goods = Refund.objects.filter(kind=RefundKind.GOODS).order_by()
    return Counter(dict(goods.values_list("payment__reference").annotate(sum=Sum("amount_paise"))))


def left_to_give_paise(*, payment: Payment) -> int:
    """What of a payment can be given back anew: what a refund that failed was to bring is mended, not given twice."""
    return payment.kept_paise - not_arrived_paise(payment=payment)


def due(*, at: datetime, limit: int = 100) -> list[Payment]:
    """Payments whose gateway owes an answer and is to be asked, the longest due first."""
    waiting = Payment.objects.filter(state__in=PaymentState.unanswered(), ask_at__lte=at)
    return list(waiting.order_by("ask_at")[:limit])


def refunds_due(*, at: datetime, limit: int = 100) -> list[Refund]:
    """As `due`, of refunds; those given back lately are among them once a day (`services.asking`)."""
    waiting = Refund.objects.filter(ask_at__lte=at).select_related("payment")
    return list(waiting.order_by("ask_at")[:limit])


def unanswered(*, reference: str) -> list[Payment]:
    """The payments of a reference whose gateway owes an answer."""
    return list(Payment.objects.filter(reference=reference, state__in=PaymentState.unanswered()).order_by("pk"))


def refunds_unanswered(*, reference: str) -> list[Refund]:
    """The refunds of a reference whose gateway owes an answer."""
    waiting = Refund.objects.filter(payment__reference=reference, state__in=RefundState.unanswered())
    return list(waiting.select_related("payment").order_by("pk"))


def event(*, event_id: int) -> WebhookEvent:
    """One message of a gateway. Raises `NotFound`."""
    found = WebhookEvent.objects.filter(pk=event_id).first()
    if found is None:
        raise NotFound()
    return found


def events(*, gateway: str = "", state: str = "") -> QuerySet[WebhookEvent]:
    """The messages of gateways, the newest first, without what they carried."""
    found = WebhookEvent.objects.defer("body", "headers").order_by("-pk")
    found = found.filter(gateway=gateway) if gateway else found
    return found.filter(state=state) if state else found


def events_waiting(*, before: datetime, limit: int = 100) -> list[int]:
    """The ids of messages that came before a moment and were not read, the first first."""
    waiting = WebhookEvent.objects.filter(state=EventState.RECEIVED, received_at__lt=before)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def payment_of_event(*, event: WebhookEvent) -> Payment | None:
    """The payment a message is about: by the gateway's own id, or by our reference that it sent back."""
    mine = Payment.objects.filter(gateway=event.gateway).order_by("-pk")
    if event.gateway_reference:
        known = mine.filter(gateway_reference=event.gateway_reference).first()
        if known is not None:
            return known
    return mine.filter(reference=event.reference).first() if event.reference else None


def refund_of_event(*, event: WebhookEvent, answer: RefundAnswer) -> Refund | None:
    """The refund a message is about: by the gateway's own id, or by the key we asked under. Or none."""
    mine = Refund.objects.filter(payment__gateway=event.gateway).select_related("payment")
    known = mine.filter(gateway_reference=answer.gateway_reference).first() if answer.gateway_reference else None
    if known is not None or not answer.key:
        return known
    gateway_key, attempt = _our_key(answer)
    return mine.filter(gateway_key=gateway_key, attempt=attempt).first()


def is_of_earlier_try(*, event: WebhookEvent, answer: RefundAnswer) -> bool:
    """Whether a message is about a try of a refund that failed, and was asked for anew or given otherwise since."""
    gateway_key, attempt = _our_key(answer)
    mine = Refund.objects.filter(payment__gateway=event.gateway, gateway_key=gateway_key, attempt__gt=attempt)
    if gateway_key and mine.exists():
        return True
    payment = payment_of_event(event=event)
    tried = payment.refunds.values_list("earlier_references", flat=True) if payment else ()
    return any(answer.gateway_reference in references for references in tried)


def _our_key(answer: RefundAnswer) -> tuple[str, int]:
    """The refund's own key and the attempt, as `Refund.attempt_key` put them together."""
    gateway_key, _dash, attempt = answer.key.rpartition("-")
    return gateway_key, int(attempt) if attempt.isdigit() else 0


def search(*, text: str = "", state: str = "") -> QuerySet[Payment]:
    """Payments, the newest first: in a state, or whose reference or gateway's id holds a text."""
    found = Payment.objects.order_by("-pk")
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(reference__icontains=text) | Q(gateway_reference__icontains=text) | Q(utr=text))
    return found

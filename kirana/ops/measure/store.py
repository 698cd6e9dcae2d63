"""The table that measurements are kept in, and its only writer.

Rows of minutes belong to one source (a process, or the host); hours and days are everything together. The row of
`Span.TOTAL` only ever grows: it is what Prometheus counts by.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from kirana.core import locks
from kirana.ops.measure.figures import Figures, together, unpack


class Span(models.TextChoices):
    """How long a stretch of time a row tells of."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    TOTAL = "total"


KEPT = {Span.MINUTE: timedelta(days=2), Span.HOUR: timedelta(days=60), Span.DAY: timedelta(days=730)}
# Minutes are still written late while the database is away; hours and days that recent are put together again.
LATE = {Span.HOUR: timedelta(hours=3), Span.DAY: timedelta(hours=30)}
EVERYTHING = ""  # the source of rows that are all sources together
SINCE_EVER = datetime(2020, 1, 1, tzinfo=UTC)


class Measurement(models.Model):
    """The figures of a stretch of time, packed."""

    span = models.CharField(max_length=6, choices=Span.choices)
    starts_at = models.DateTimeField()
    source = models.CharField(max_length=40, blank=True)
    figures = models.BinaryField()

    class Meta:
        app_label = "ops"
        constraints = [models.UniqueConstraint(fields=["span", "starts_at", "source"], name="one_row_per_stretch")]

    def __str__(self) -> str:
        return f"{self.span} {self.starts_at:%Y-%m-%d %H:%M} {self.source}".rstrip()

    @property
    def opened(self) -> Figures:
        """The figures, to be read."""
        return unpack(bytes(self.figures))


def beginning_of(span: str, at: datetime) -> datetime:
    """When the minute or hour of `at`, or the shop's day, began."""
    minute = timezone.localtime(at).replace(second=0, microsecond=0)
    if span == Span.MINUTE:
        return minute
    return minute.replace(minute=0) if span == Span.HOUR else minute.replace(hour=0, minute=0)


def just_before(at: datetime) -> datetime:
    """A moment of the minute that has been counted, for a thread that wakes when the next one has just begun."""
    return at - timedelta(seconds=5)


def keep_minutes(*, source: str, minutes: Iterable[tuple[datetime, Figures]]) -> None:
    """Write down what a source saw in each of these minutes: all of them, or none when it raises."""
    with locks.transaction():
        seen = Figures()
        for at, figures in minutes:
            _put(Span.MINUTE, beginning_of(Span.MINUTE, at), source, figures)
            seen.add(Figures(figures.requests))
        if seen.requests:
            _put(Span.TOTAL, SINCE_EVER, EVERYTHING, seen)


def roll_up(*, at: datetime) -> None:
    """Put hours and days together of what is finer, and forget what is older than `KEPT`. Safe to run twice."""
    _roll(Span.MINUTE, Span.HOUR, at)
    _roll(Span.HOUR, Span.DAY, at)
    for span, age in KEPT.items():
        Measurement.objects.filter(span=span, starts_at__lt=at - age).delete()


def rows(*, span: str, since: datetime, until: datetime) -> "QuerySet[Measurement]":
    """The rows of stretches that began in this time, in order."""
    found = Measurement.objects.filter(span=span, starts_at__gte=since, starts_at__lt=until)
    return found.order_by("starts_at", "source")


def total() -> Figures:
    """Every request there ever was, as far as it was written down."""
    found = Measurement.objects.filter(span=Span.TOTAL).first()
    return found.opened if found else Figures()


def _put(span: str, starts_at: datetime, source: str, figures: Figures) -> None:
    """Add the figures to the row, which may not be there yet."""
    empty = Measurement(span=span, starts_at=starts_at, source=source, figures=Figures().pack())
    Measurement.objects.bulk_create([empty], ignore_conflicts=True)
    row = locks.locked(Measurement.objects.filter(span=span, starts_at=starts_at, source=source)).get()
    Measurement.objects.filter(pk=row.pk).update(figures=together([row.opened, figures]).pack())


def _roll(finer: str, span: str, at: datetime) -> None:
    for starts_at in sorted(_stretches_to_roll(finer, span, at)):
        until = _end_of(span, starts_at)
        whole = together(row.opened for row in rows(span=finer, since=starts_at, until=until))
        Measurement.objects.update_or_create(
            span=span, starts_at=starts_at, source=EVERYTHING, defaults={"figures": whole.pack()}
        )


def _stretches_to_roll(finer: str, span: str, at: datetime) -> Iterator[datetime]:
    """The stretches that are over and have no row yet, and those that may have got something late."""
    known = set(Measurement.objects.filter(span=span).values_list("starts_at", flat=True))
    moments = Measurement.objects.filter(span=finer).values_list("starts_at", flat=True).distinct()
    for starts_at in {beginning_of(span, moment) for moment in moments}:
        ends_at = _end_of(span, starts_at)
        if ends_at <= at and (starts_at not in known or at - ends_at < LATE[Span(span)]):
            yield starts_at


def _end_of(span: str, starts_at: datetime) -> datetime:
    return starts_at + (timedelta(days=1) if span == Span.DAY else timedelta(hours=1))

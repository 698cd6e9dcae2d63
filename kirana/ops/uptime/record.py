"""The shop's own record of its parts: each minute, whether each of them worked, added up by day for 90 days.

A part is something the public knows: the shop front, ordering, payments. It works unless one of its checks is to be
acted on, one of its switches is turned, or its own probe says no. Minutes in which nobody looked are not counted as
good: a day says how many of its minutes are known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.functional import Promise

from kirana.core import clock
from kirana.ops import running, switches
from kirana.ops.checks import Verdict
from kirana.ops.switches import Switch

DAYS = 90
EVERYTHING_OFF = (Switch.MAINTENANCE,)


@dataclass(frozen=True, slots=True)
class Part:
    """What the public may ask about. `probe` answers whether it works now; None: the checks and switches say it."""

    key: str
    title: str | Promise
    checks: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    probe: Callable[[datetime], bool] | None = None
    position: int = 50
    is_probed: bool = False  # seen from outside, through the public address


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a part; the same key again takes the place of the earlier one."""
    _parts[part.key] = part


def parts() -> list[Part]:
    """Every part, in the order the public sees them."""
    return sorted(_parts.values(), key=lambda part: (part.position, part.key))


class UptimeDay(models.Model):
    """A part on a day: in how many minutes it was seen to work, and in how many not."""

    part = models.CharField(max_length=20)
    on = models.DateField()
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "ops"
        ordering = ["on", "part"]
        constraints = [models.UniqueConstraint(fields=["part", "on"], name="one_day_of_a_part")]

    def __str__(self) -> str:
        return f"{self.part} {self.on} {self.good}/{self.good + self.bad}"

    @property
    def permille(self) -> int | None:
        """How many of a thousand minutes that are known it worked; None of nothing known."""
        known = self.good + self.bad
        return self.good * 1000 // known if known else None


def look(*, at: datetime) -> dict[str, bool]:
    """Whether each part works now."""
    verdicts = {key: state.verdict for key, state in running.states().items()}
    return {part.key: _works(part, verdicts, at) for part in parts()}


def note(*, works: Mapping[str, bool], at: datetime) -> None:
    """Add this minute to the day of each part; a minute counts once. What is older than 90 days is let go."""
    on = clock.shop_date(at)
    days = [UptimeDay(part=key, on=on) for key in works]
    UptimeDay.objects.bulk_create(days, ignore_conflicts=True)
    fresh = UptimeDay.objects.filter(on=on).exclude(looked_at__gt=at - timedelta(seconds=30))
    good = [key for key, is_well in works.items() if is_well]
    bad = [key for key, is_well in works.items() if not is_well]
    fresh.filter(part__in=good).update(good=models.F("good") + 1, looked_at=at)
    fresh.filter(part__in=bad).update(bad=models.F("bad") + 1, looked_at=at)
    UptimeDay.objects.filter(on__lt=on - timedelta(days=DAYS)).delete()


def history(*, at: datetime) -> dict[str, dict[date, UptimeDay]]:
    """The days that are known, by part."""
    found: dict[str, dict[date, UptimeDay]] = {}
    for day in UptimeDay.objects.filter(on__gt=clock.shop_date(at) - timedelta(days=DAYS)):
        found.setdefault(day.part, {})[day.on] = day
    return found


def _works(part: Part, verdicts: Mapping[str, str], at: datetime) -> bool:
    if any(switches.is_on(switch) for switch in (*EVERYTHING_OFF, *part.switches)):
        return False
    if any(verdicts.get(key) == Verdict.ACT for key in part.checks):
        return False
    return part.probe is None or part.probe(at)

"""Switches: what a person turns when something is wrong, so that no more of it happens.

    switches.turn_on(switch=Switch.PAUSE_ORDERING, by=…, at=…, why="the van broke down", until=…)
    switches.is_on(Switch.PAUSE_PAYMENT, "stripe")

Screens and domains ask `is_on`; nothing here knows them. Who, when, why and until stand in the row, every turn is in
the audit log, and `SwitchTurned` tells those above. A switch with an end is turned off by a job, within a minute of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, events, locks
from kirana.core.actors import Actor, ByField, system
from kirana.core.errors import ShopError
from kirana.ops.briefly import Briefly

WHY_LENGTH = 300


class Switch(models.TextChoices):
    """What can be turned."""

    PAUSE_ORDERING = "pause_ordering", _("Pause ordering")
    PAUSE_PAYMENT = "pause_payment", _("Pause a way to pay")
    READ_ONLY = "read_only", _("Read-only shop")
    LOCK_STAFF = "lock_staff", _("Lock staff sign-in")
    MAINTENANCE = "maintenance", _("Maintenance page")


class SwitchPosition(models.Model):
    """A switch that has ever been turned. `detail` says of which thing, where there are several: a way to pay."""

    name = models.CharField(max_length=20, choices=Switch.choices)
    detail = models.CharField(max_length=30, blank=True)
    is_on = models.BooleanField(default=False)
    by = ByField()
    at = models.DateTimeField()
    why = models.CharField(max_length=WHY_LENGTH)
    until = models.DateTimeField(null=True)

    class Meta:
        app_label = "ops"
        constraints = [models.UniqueConstraint(fields=["name", "detail"], name="one_position_for_a_switch")]

    def __str__(self) -> str:
        return f"{self.name} {self.detail}".strip()


@dataclass(frozen=True, slots=True)
class SwitchTurned:
    """Someone turned a switch: the pages that show it are no longer what they were."""

    switch: Switch
    detail: str
    is_on: bool
    by: str
    at: datetime
    why: str


class WhyIsMissing(ShopError):
    code = "why_is_missing"
    status = 422
    sentence = _("Write why: others will ask.")


def _read() -> dict[tuple[str, str], SwitchPosition]:
    return {(row.name, row.detail): row for row in SwitchPosition.objects.filter(is_on=True)}


kept = Briefly(_read)


def is_on(switch: Switch, detail: str = "") -> bool:
    """Whether it is on; what another process turned is known a second later."""
    return (switch, detail) in kept.value()


def position(switch: Switch, detail: str = "") -> SwitchPosition | None:
    """Who turned it on, when and why; None while it is off."""
    return kept.value().get((switch, detail))


def turned_on() -> list[SwitchPosition]:
    """Everything that is on, the oldest first."""
    return sorted(kept.value().values(), key=lambda row: row.at)


def turn_on(
    *, switch: Switch, detail: str = "", until: datetime | None = None, by: Actor, at: datetime, why: str
) -> None:
    """Turn it on, or change why and until when. Raises `WhyIsMissing`."""
    if not why.strip():
        raise WhyIsMissing()
    _turn(switch, detail, True, until, by=by, at=at, why=why.strip()[:WHY_LENGTH])


def turn_off(*, switch: Switch, detail: str = "", by: Actor, at: datetime, why: str = "") -> None:
    """Turn it off; nothing when it is off."""
    if SwitchPosition.objects.filter(name=switch, detail=detail, is_on=True).exists():
        _turn(switch, detail, False, None, by=by, at=at, why=why.strip()[:WHY_LENGTH])


def release(*, at: datetime) -> int:
    """Turn off what was to be on only until now; how many."""
    over = SwitchPosition.objects.filter(is_on=True, until__lte=at).values_list("name", "detail")
    for name, detail in list(over):
        turn_off(switch=Switch(name), detail=detail, by=system("switches"), at=at, why="its time is over")
    return len(over)


def _turn(
    switch: Switch, detail: str, is_on: bool, until: datetime | None, *, by: Actor, at: datetime, why: str
) -> None:
    facts = {"is_on": is_on, "by": str(by), "at": at, "why": why, "until": until}
    with locks.transaction():
        SwitchPosition.objects.update_or_create(name=switch, detail=detail, defaults=facts)
        events.publish(SwitchTurned(switch, detail, is_on, str(by), at, why))
        audit.record(
            action="switch.on" if is_on else "switch.off",
            subject=f"switch:{switch}{f':{detail}' if detail else ''}",
            by=by,
            at=at,
            why=why,
            until=until.isoformat() if until else "",
        )
    kept.forget()

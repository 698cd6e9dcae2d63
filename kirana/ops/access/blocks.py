"""Addresses that may not visit for a while: who blocked them, until when and why. Every block is in the audit log."""

import ipaddress
from datetime import datetime, timedelta

from django.db import DatabaseError, models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor, ByField
from kirana.core.errors import NotFound, ShopError
from kirana.ops.briefly import Briefly

LONGEST = timedelta(days=30)
WHY_LENGTH = 300
MOST = 1000
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
WIDEST = {4: 24, 6: 48}  # a wider network would shut out a town


class AddressBlock(models.Model):
    """An address, or a network of them, that gets no page until then."""

    network = models.CharField(max_length=43)
    begins_at = models.DateTimeField()
    until = models.DateTimeField()
    by = ByField()
    why = models.CharField(max_length=WHY_LENGTH)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = ByField(blank=True)

    class Meta:
        app_label = "ops"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["until"], name="block_until")]

    def __str__(self) -> str:
        return f"{self.network} until {self.until:%Y-%m-%d %H:%M}"


class NotAnAddress(ShopError):
    code = "not_an_address"
    status = 422
    sentence = _("Write an address such as 203.0.113.7, or a small network such as 203.0.113.0/24.")


class BlocksYourself(ShopError):
    code = "blocks_yourself"
    status = 422
    sentence = _("That would shut out yourself or this machine.")


def _read() -> list[tuple[Network, datetime]]:
    try:
        open_ones = AddressBlock.objects.filter(lifted_at=None).order_by("-until")
        rows = list(open_ones.values_list("network", "until")[:MOST])
    except DatabaseError:  # a shop whose database is away is shut to nobody by a list nobody can read
        return []
    return [(ipaddress.ip_network(network), until) for network, until in rows]


kept = Briefly(_read)


def is_blocked(address: str, *, at: datetime) -> bool:
    """Whether the address gets no page; what another process blocked is known a second later."""
    networks = kept.value()
    if not networks:
        return False
    try:
        asked = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(until > at and asked in network for network, until in networks)


def block(*, network: str, until: datetime, own: str, by: Actor, at: datetime, why: str) -> AddressBlock:
    """Shut the door to an address or a small network, a month at most.

    `own` is where the person asks from. Raises `NotAnAddress`, `BlocksYourself`.
    """
    found = _network(network)
    if found.is_loopback or ipaddress.ip_address(own) in found:
        raise BlocksYourself()
    with locks.transaction():
        row = AddressBlock.objects.create(
            network=str(found), begins_at=at, until=min(until, at + LONGEST), by=str(by), why=why.strip()[:WHY_LENGTH]
        )
        audit.record(
            action="access.block", subject=f"address:{found}", by=by, at=at, why=row.why, until=row.until.isoformat()
        )
    kept.forget()
    return row


def lift(*, block_id: int, by: Actor, at: datetime) -> None:
    """Open the door again; nothing when it is open. Raises `NotFound`."""
    row = AddressBlock.objects.filter(pk=block_id).first()
    if row is None:
        raise NotFound()
    with locks.transaction():
        if AddressBlock.objects.filter(pk=block_id, lifted_at=None).update(lifted_at=at, lifted_by=str(by)):
            audit.record(action="access.unblock", subject=f"address:{row.network}", by=by, at=at)
    kept.forget()


def in_force(*, at: datetime) -> "QuerySet[AddressBlock]":
    """The blocks of now, the newest first."""
    return AddressBlock.objects.filter(lifted_at=None, until__gt=at)


def _network(text: str) -> Network:
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise NotAnAddress() from None
    if found.prefixlen < WIDEST[found.version]:
        raise NotAnAddress()
    return found

"""The review of the access log: who tries doors, and what to do about each.

    brute force    a password is guessed: many refused sign-ins from one address, or on one account
    probing        which accounts there are: one address tries many, or asks for many passwords to be reset
    enumeration    what is nobody's to list: order pages that do not exist, pincode after pincode
    scanner        holes that other software has: paths of WordPress, PHP, `.env`, `.git`
    scraping       the whole catalogue in an hour, by someone who buys nothing

A shop knows which of its pages can be tried like that and says so (`watch`). The marks are above what a town's shoppers
do who share one address, as customers of Indian mobile networks do.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kirana.core import clock, locks
from kirana.ops.logs import reading

HOUR = timedelta(hours=1)
KEPT = timedelta(days=180)
EVERY_ADDRESS = ""
FAILED = "sign_in_failed"
PROBES = re.compile(
    r"/wp-|/wordpress|\.php\b|/\.(?:env|git|aws|ssh|svn|vscode|DS_Store)|/cgi-bin|phpmyadmin|/pma\b|/actuator|/solr"
    r"|/boaform|/HNAP1|/vendor/|/telescope|/jenkins|/manager/html|/etc/passwd|\.\./|\.(?:aspx?|jsp|bak|sql|old)\b",
    re.IGNORECASE,
)
MOST_LINES = 400_000


class Kind(models.TextChoices):
    """What someone tries."""

    BRUTE_FORCE = "brute_force", _("Passwords are guessed")
    PROBING = "probing", _("Accounts are tried out")
    ENUMERATION = "enumeration", _("Addresses are counted through")
    SCANNER = "scanner", _("Looks for holes")
    SCRAPING = "scraping", _("Takes the whole catalogue")


# How many in an hour are a finding.
MARKS = {
    Kind.BRUTE_FORCE: 30,  # refused sign-ins from one address
    Kind.PROBING: 8,  # accounts from one address that nobody signs in to from there
    Kind.ENUMERATION: 20,
    Kind.SCANNER: 5,
    Kind.SCRAPING: 600,  # different pages
}
GUESSED_ACCOUNT = 15  # refused sign-ins on one account, from wherever
URGENT = {Kind.BRUTE_FORCE, Kind.PROBING, Kind.ENUMERATION}
LOUD_SCANNER = 30  # every address of the internet is looked at now and then; this is more than that


@dataclass(frozen=True, slots=True)
class Watched:
    """A page that can be tried: by its name in the access log, and the answers that count (none: all of them)."""

    kind: Kind
    page: str
    statuses: frozenset[int] = frozenset()
    weight: int = 1  # how much one request counts: 10 where 2 in an hour are much

    def counts(self, line: reading.Line) -> bool:
        """Whether this line is such a try."""
        return line.get("page") == self.page and (not self.statuses or line.get("status") in self.statuses)


@dataclass
class _Pages:
    watched: dict[str, list[Watched]] = field(default_factory=dict)
    goods: set[str] = field(default_factory=set)
    buying: set[str] = field(default_factory=set)
    signing_in: set[str] = field(default_factory=set)


_pages = _Pages()


def watch(*pages: Watched) -> None:
    """Have these pages looked at."""
    for one in pages:
        known = _pages.watched.setdefault(one.page, [])
        if one not in known:
            known.append(one)


def watch_goods(*, pages: Iterable[str], buying: Iterable[str], signing_in: Iterable[str]) -> None:
    """Which pages are the catalogue, which a person asks for who means to buy, and which lead on (302) who signs in."""
    _pages.goods |= set(pages)
    _pages.buying |= set(buying)
    _pages.signing_in |= set(signing_in)


class AccessFinding(models.Model):
    """That someone tried something on a day: from where, when, and how often in the worst hour."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    address = models.CharField(max_length=45, blank=True)
    account = models.CharField(max_length=12, blank=True)
    on = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    example = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "ops"
        ordering = ["-last_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "address", "account", "on"], name="one_finding_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.address or self.account} {self.count} on {self.on}"

    @property
    def is_loud(self) -> bool:
        """Whether someone should look at it, and not only find it in the list."""
        return self.kind != Kind.SCANNER or self.count >= LOUD_SCANNER


@dataclass
class _Tries:
    """What one address, or one account, did in the hour."""

    count: int = 0
    things: set[str] = field(default_factory=set)
    first_at: str = ""
    last_at: str = ""
    example: str = ""

    def add(self, line: reading.Line, *, thing: str = "", weight: int = 1) -> None:
        self.count += weight
        self.things.add(thing)
        self.first_at = self.first_at or line["at"]
        self.last_at, self.example = line["at"], self.example or str(line.get("path", ""))[:200]


@dataclass
class _Honest:
    """What people do at an address who mean well: many of them may share it."""

    bought: Counter[str] = field(default_factory=Counter)
    signed_in: Counter[str] = field(default_factory=Counter)

    def see(self, address: str, page: str, line: reading.Line) -> None:
        """Count a line."""
        if page in _pages.buying:
            self.bought[address] += 1
        elif page in _pages.signing_in and line.get("status") == 302:
            self.signed_in[address] += 1


Who = tuple[Kind, str, str]


def review(*, at: datetime) -> list[AccessFinding]:
    """Read the last hour of the access log and write down what was found; each is one row a day."""
    found = read(reading.lines(reading.ACCESS, since=at - HOUR, until=at, most=MOST_LINES))
    rows = [_kept(who, tries, on=clock.shop_date(at)) for who, tries in sorted(found.items())]
    AccessFinding.objects.filter(last_at__lt=at - KEPT).delete()
    return rows


def read(lines: Iterable[reading.Line]) -> dict[Who, _Tries]:
    """Who did more than anyone has a reason to."""
    tries: dict[Who, _Tries] = {}
    honest = _Honest()
    for line in lines:
        address, page = str(line.get("address", "")), str(line.get("page", ""))
        honest.see(address, page, line)
        for kind, account, thing, weight in _of(line, page):
            who = (kind, EVERY_ADDRESS if account else address, account)
            tries.setdefault(who, _Tries()).add(line, thing=thing, weight=weight)
    return {who: one for who, one in tries.items() if _is_too_much(who, one, honest)}


def _of(line: reading.Line, page: str) -> Iterable[tuple[Kind, str, str, int]]:
    """What a line counts as: kind, account (for what is counted by account), the thing tried, the weight."""
    if line.get("event") == FAILED:
        account = str(line.get("account", ""))
        yield Kind.BRUTE_FORCE, "", account, 1
        yield Kind.PROBING, "", account, 1
        if account:
            yield Kind.BRUTE_FORCE, account, str(line.get("address", "")), 1
    for one in _pages.watched.get(page, ()):
        if one.counts(line):
            yield one.kind, "", line["at"], one.weight
    if line.get("status") == 404 and PROBES.search(str(line.get("path", ""))):
        yield Kind.SCANNER, "", str(line["path"]), 1
    if page in _pages.goods:
        yield Kind.SCRAPING, "", str(line.get("path", "")), 1


def _is_too_much(who: Who, tries: _Tries, honest: "_Honest") -> bool:
    kind, address, account = who
    if account:
        return tries.count >= GUESSED_ACCOUNT
    if kind is Kind.PROBING:
        return len(tries.things) >= MARKS[kind] and honest.signed_in[address] * 2 < len(tries.things)
    if kind is Kind.BRUTE_FORCE:
        return tries.count >= MARKS[kind] and honest.signed_in[address] * 3 < tries.count
    if kind is Kind.SCRAPING:
        return len(tries.things) >= MARKS[kind] and honest.bought[address] * 100 < tries.count
    return tries.count >= MARKS[kind]


def _kept(who: Who, tries: _Tries, *, on: Any) -> AccessFinding:
    kind, address, account = who
    first, last = datetime.fromisoformat(tries.first_at), datetime.fromisoformat(tries.last_at)
    columns = {"first_at": first, "last_at": last, "count": tries.count, "example": tries.example}
    with locks.transaction():
        row, is_new = AccessFinding.objects.get_or_create(
            kind=kind, address=address, account=account, on=on, defaults=columns
        )
        if not is_new:
            row.last_at, row.count = max(row.last_at, last), max(row.count, tries.count)
            AccessFinding.objects.filter(pk=row.pk).update(last_at=row.last_at, count=row.count)
    return row


def findings(*, since: datetime) -> "models.QuerySet[AccessFinding]":
    """What was found since then, the latest first."""
    return AccessFinding.objects.filter(last_at__gte=since)

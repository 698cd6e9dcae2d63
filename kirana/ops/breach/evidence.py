"""The evidence of a breach, in one archive: what the logs say, a proof that they were not edited, a hash of each file.

The archive is encrypted for the backup's recipients when there are any, so that it can be kept where a thief may look.
Settings go in with their secrets masked.
"""

import hashlib
import io
import json
import platform
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib.metadata import distributions
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.audit import AuditEntry, AuditHead
from kirana.ops.breach import scope
from kirana.ops.incidents import selectors, services, words
from kirana.ops.incidents.models import Incident
from kirana.ops.runs import CheckRun
from kirana.ops.secrets import registry
from kirana.ops.switches import SwitchPosition

Part = Callable[[Incident, datetime, datetime], Iterable[str]]


def collect(*, incident: Incident, since: datetime, until: datetime, by: Actor, at: datetime) -> tuple[str, bytes]:
    """The name and the bytes of the archive. Taking it away is in the log and in the timeline, with its hash."""
    parts = {name: "\n".join(part(incident, since, until)) + "\n" for name, part in PARTS.items()}
    manifest = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in parts.items())
    name = f"evidence-I-{incident.number}-{at:%Y%m%dT%H%M}.zip"
    name, packed = _sealed(name, _zip(parts | {"MANIFEST.sha256": manifest}))
    digest = hashlib.sha256(packed).hexdigest()
    with locks.transaction():
        services.act(incident=incident, what=f"{name}: sha256 {digest}", by=by, at=at)
        audit.record(action="breach.evidence", subject=f"incident:{incident.number}", by=by, at=at, sha256=digest)
    return name, packed


def _sealed(name: str, packed: bytes) -> tuple[str, bytes]:
    recipients = getattr(settings, "BACKUP_RECIPIENTS", [])
    if not recipients:
        return name, packed
    import pyrage

    return f"{name}.age", pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(one) for one in recipients])


def _zip(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _audit(_incident: Incident, since: datetime, until: datetime) -> Iterator[str]:
    for entry in AuditEntry.objects.filter(at__gte=since, at__lte=until).order_by("number").iterator():
        yield _json({name: getattr(entry, name) for name in AUDIT_COLUMNS})


AUDIT_COLUMNS = ("number", "at", "by", "action", "subject", "detail", "previous_hash", "hash")


def _proof(_incident: Incident, _since: datetime, _until: datetime) -> Iterator[str]:
    """Whether the whole chain is unbroken, and where it ends: whoever has this can prove a later edit."""
    breaks, head = list(audit.verify()), AuditHead.objects.first()
    yield f"entries: {head.last_number if head else 0}"
    yield f"last hash: {head.last_hash if head else audit.GENESIS}"
    yield f"breaks: {len(breaks)}"
    yield from breaks


def _checks(_incident: Incident, since: datetime, until: datetime) -> Iterator[str]:
    for run in CheckRun.objects.filter(at__gte=since, at__lte=until).order_by("pk").iterator():
        yield _json({"at": run.at, "key": run.key, "verdict": run.verdict, "said": run.message, "hash": run.hash})


def _switches(_incident: Incident, since: datetime, until: datetime) -> Iterator[str]:
    turned = AuditEntry.objects.filter(action__startswith="switch.", at__gte=since, at__lte=until).order_by("number")
    for entry in turned:
        yield _json({"at": entry.at, "by": entry.by, "turned": entry.action, "switch": entry.subject, **entry.detail})
    for row in SwitchPosition.objects.order_by("pk"):
        yield _json({"now": str(row), "is_on": row.is_on, "since": row.at, "why": row.why})


def _timeline(incident: Incident, _since: datetime, _until: datetime) -> Iterator[str]:
    for entry in selectors.timeline(incident=incident):
        yield _json({"at": entry.at, "by": entry.by, "said": words.sentence(entry), "hash": entry.hash})


def _scope(_incident: Incident, since: datetime, until: datetime) -> Iterator[str]:
    found = scope.look(since=since, until=until)
    for label, rows in (("people", found.people), ("actions", found.actions), ("subjects", found.kinds)):
        yield from (_json({label: name, "times": times}) for name, times in rows)
    for name, lines in found.others:
        yield from (_json({str(name): list(line)}) for line in lines)


def _settings(_incident: Incident, _since: datetime, _until: datetime) -> Iterator[str]:
    for name in sorted(name for name in dir(settings) if name.isupper()):
        value = registry.MASK if registry.is_secret(name) or name == "DATABASES" else getattr(settings, name)
        yield registry.masked(f"{name} = {value!r}")


def _versions(_incident: Incident, _since: datetime, _until: datetime) -> Iterator[str]:
    yield f"python {sys.version.split()[0]} on {platform.platform()}"
    yield f"database {connection.vendor}"
    yield from sorted(f"{one.metadata['Name']}=={one.version}" for one in distributions())
    yield from (f"migration {app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


PARTS: dict[str, Part] = {
    "audit.jsonl": _audit,
    "audit-proof.txt": _proof,
    "checks.jsonl": _checks,
    "switches.jsonl": _switches,
    "timeline.jsonl": _timeline,
    "scope.jsonl": _scope,
    "settings.txt": _settings,
    "versions.txt": _versions,
}


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, default=str, sort_keys=True)

"""Keeping the logs: put aside each day or when they are large, packed, copied to another disk, let go of when old.

One job does all of it, so that no two processes rotate the same file. Whoever writes sees at the next line that its
file was renamed and opens a new one; packing waits for that.
"""

import contextlib
import gzip
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from kirana.core import clock
from kirana.ops.logs import reading

KINDS = (reading.APP, reading.ACCESS)
NAMED = "%Y%m%dT%H%M%SZ"
WRITERS_ARE_GONE = timedelta(minutes=2)
MB = 1024 * 1024


def keep(*, at: datetime) -> None:
    """Put aside, pack, copy and let go of what is due. Safe to run twice."""
    for kind in KINDS:
        put_aside(kind, at=at)
        for path in reading.files(kind):
            if path.suffix == ".log" and _moment(path) and at - _put_aside_at(path) >= WRITERS_ARE_GONE:
                _pack(path)
    copy_to_the_store()
    forget(at=at)


def put_aside(kind: str, *, at: datetime) -> Path | None:
    """Rename the file that is being written when it is of another day or has grown large; its new name."""
    path = settings.LOG_FOLDER / f"{kind}.log"
    if not path.exists() or not (path.stat().st_size > settings.LOG_FILE_MB * MB or _is_of_another_day(path, at)):
        return None
    aside = path.with_name(f"{kind}.{at.astimezone(UTC):{NAMED}}.log")
    path.rename(aside)
    return aside


def copy_to_the_store() -> int:
    """Copy what is packed and not there yet to the folder on another disk; how many."""
    if not settings.LOG_STORE:
        return 0
    store, copied = Path(settings.LOG_STORE), 0
    for path in settings.LOG_FOLDER.glob("*.log.gz"):
        there = store / path.name
        if not there.exists():
            fresh = there.with_suffix(".new")
            shutil.copyfile(path, fresh)
            fresh.replace(there)
            copied += 1
    return copied


def forget(*, at: datetime) -> list[str]:
    """Delete what is older than `LOG_DAYS`, here and in the store; their names."""
    folders = [settings.LOG_FOLDER, *([Path(settings.LOG_STORE)] if settings.LOG_STORE else [])]
    old = [
        path
        for folder in folders
        for path in folder.glob("*.2*.log.gz")
        if at - _put_aside_at(path) > timedelta(days=settings.LOG_DAYS)
    ]
    for path in old:
        path.unlink()
    return sorted(path.name for path in old)


def oldest(*, at: datetime) -> datetime:
    """When the oldest line that is still kept was written; now when there is none."""
    found = [_first_line_at(path) for kind in KINDS for path in reading.files(kind)[:1]]
    return min((moment for moment in found if moment), default=at)


def _pack(path: Path) -> None:
    fresh = path.with_name(path.name + ".gz.new")
    with path.open("rb") as plain, gzip.open(fresh, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(plain, packed, MB)
    fresh.chmod(0o600)
    fresh.replace(path.with_name(path.name + ".gz"))
    path.unlink()


def _is_of_another_day(path: Path, at: datetime) -> bool:
    first = _first_line_at(path)
    return first is not None and clock.shop_date(first) != clock.shop_date(at)


def _first_line_at(path: Path) -> datetime | None:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        line = reading.parsed(file.readline())
    with contextlib.suppress(ValueError, TypeError):
        return datetime.fromisoformat(line["at"]) if line else None
    return None


def _moment(path: Path) -> str:
    parts = path.name.split(".")
    return parts[1] if len(parts) > 2 else ""


def _put_aside_at(path: Path) -> datetime:
    return datetime.strptime(_moment(path), NAMED).replace(tzinfo=UTC)


def is_late(path: Path, *, at: datetime) -> bool:
    """Whether the job has missed it: written for more than two days, or kept for two days too long."""
    if _moment(path):
        return at - _put_aside_at(path) > timedelta(days=settings.LOG_DAYS + 2)
    first = _first_line_at(path)
    return first is not None and at - first > timedelta(days=2)

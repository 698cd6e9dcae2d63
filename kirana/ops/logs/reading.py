"""Reading the logs back: from the files that are being written and from those put aside, never more than asked for.

Every line begins with its moment, and lines stand in the order they were written. In a file that is not compressed the
beginning of a time is found by halving, so looking at the last hour of a large file reads only that hour.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from kirana.ops.logs.files import MOST_BYTES, stamp

APP, ACCESS = "app", "access"
SLACK = timedelta(minutes=5)  # a request that took long is written after the ones that began later
Line = dict[str, Any]


def lines(kind: str, *, since: datetime, until: datetime, most: int = 200_000) -> Iterator[Line]:
    """The lines of a log from a time, the oldest first; `most` lines are read, whatever there is."""
    first, last, read = stamp(since), stamp(until), 0
    for path in files(kind):
        if path.stat().st_mtime_ns < (int(since.timestamp()) - 1) * 1_000_000_000:
            continue
        for raw in _from(path, stamp(since - SLACK)):
            read += 1
            if read > most:
                return
            line = parsed(raw)
            if line is not None and first <= line["at"] < last:
                yield line
            elif line is not None and line["at"] > stamp(until + SLACK):
                break


def files(kind: str) -> list[Path]:
    """The files of a log, the oldest first; the one that is being written is the last."""
    aside = sorted(settings.LOG_FOLDER.glob(f"{kind}.2*.log*"))
    current = settings.LOG_FOLDER / f"{kind}.log"
    found = [path for path in aside if not path.name.endswith(".new")]
    return [*found, current] if current.exists() else found


def parsed(raw: bytes) -> Line | None:
    """The line, or nothing when it was torn by a full disk."""
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and isinstance(line.get("at"), str) else None


def _from(path: Path, first: str) -> Iterator[bytes]:
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            yield from packed
        return
    with path.open("rb") as file:
        file.seek(_beginning(file, path.stat().st_size, first))
        yield from file


def _beginning(file: BinaryIO, size: int, first: str) -> int:
    """Where in the file the first line of that moment begins, found by halving; at most a line too early."""
    low, high = 0, size
    while high - low > MOST_BYTES:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()
        if (file.readline(40)[8:35].decode(errors="replace")) < first:
            low = middle
        else:
            high = middle
    file.seek(low)
    if low:
        file.readline()
    return file.tell()

"""The files: any number of processes append whole lines to one, and a full disk stops none of them.

A line is one write to a file that is open for appending, so lines of several processes never mix. Each write looks
whether the file is still the one of that name; the job that rotates has only to rename it. What cannot be written is
dropped and counted, and the number is the first thing that is written when there is room again.
"""

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

MOST_BYTES = 64 * 1024


class LineFile:
    """One log. Cheap to make; nothing is opened before the first line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lost = 0
        self._lock = threading.Lock()
        self._opened: tuple[int, int, int] | None = None  # descriptor, device, inode
        self._is_torn = False

    def write(self, line: str) -> bool:
        """Append the line; False when it was lost."""
        with self._lock:
            try:
                self._say_what_was_lost(line)
                self._append(line)
            except OSError:
                self.lost += 1
                return False
        return True

    def _say_what_was_lost(self, line: str) -> None:
        if self.lost:
            at = line[8:35] if line.startswith('{"at": "') else ""
            words = {"level": "error", "logger": "kirana.ops.logs", "event": "lines were lost", "lost": self.lost}
            self._append(json.dumps({"at": at, **words}))
            self.lost = 0

    def _append(self, line: str) -> None:
        data = (("\n" if self._is_torn else "") + line + "\n").encode(errors="replace")
        if len(data) > MOST_BYTES:
            raise OSError("a line that nobody would read")
        written = os.write(self._descriptor(), data)
        self._is_torn = written < len(data)
        if self._is_torn:
            raise OSError("the disk took only a part of the line")

    def _descriptor(self) -> int:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            found = None
        if self._opened is not None:
            descriptor, device, inode = self._opened
            if found is not None and (found.st_dev, found.st_ino) == (device, inode):
                return descriptor
            os.close(descriptor)
            self._opened = None
        return self._open()

    def _open(self) -> int:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        opened = os.fstat(descriptor)
        self._opened = (descriptor, opened.st_dev, opened.st_ino)
        return descriptor


def stamp(at: datetime) -> str:
    """A moment in UTC as every line begins with it: the order of the texts is the order of the moments."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

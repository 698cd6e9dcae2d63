"""A folder: of this machine, of another disk, or of a network drive."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kirana.ops.backups.refusals import NoSuchBackup, PlaceUnreachable

HALF = ".part"


@dataclass(frozen=True)
class Folder:
    """See `contract.Place`."""

    address: str
    is_off_machine = False

    def put(self, name: str, path: Path) -> None:
        half = self._path(name + HALF)
        with self._telling():
            half.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as source, _private(half) as target:
                shutil.copyfileobj(source, target, 1 << 20)
                _to_the_disk(target)
            half.replace(self._path(name))

    def put_note(self, name: str, text: str) -> None:
        half = self._path(name + HALF)
        with self._telling():
            with _private(half) as file:
                file.write(text.encode())
                _to_the_disk(file)
            half.replace(self._path(name))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with self._telling():
            try:
                file = self._path(name).open("rb")
            except FileNotFoundError as error:
                raise NoSuchBackup(name=name, place=self.address) from error
        with file:
            yield file

    def names(self) -> dict[str, int]:
        with self._telling():
            if not Path(self.address).exists():
                return {}
            return {one.name: one.stat().st_size for one in Path(self.address).iterdir() if one.is_file()}

    def remove(self, name: str) -> None:
        with self._telling():
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return Path(self.address).joinpath(name)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise PlaceUnreachable(place=self.address, reason=error.strerror or str(error)) from error


def _private(path: Path) -> IO[bytes]:
    """A new file that only its owner reads: an archive is everything the shop knows."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _to_the_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())

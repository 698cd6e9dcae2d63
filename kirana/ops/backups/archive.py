"""An archive: parts in a tar, compressed by zstandard, sealed by age, written and read as a stream.

    kirana-20260302-033000.tar.zst.age
        database            a SQLite file, or pg_dump's custom format
        settings.json       the variables that were set, with their secrets; only in a sealed archive
        media/…             every picture
        manifest.json       the last part: what, when, which release, rows and sums of each table, sha256 of each part

That the manifest is last makes an archive without one an archive that was cut off. Nothing is held in memory but a
few blocks.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import zstandard

from kirana.ops.backups import sealing
from kirana.ops.backups.refusals import BackupCorrupt

MANIFEST, DATABASE, SETTINGS, MEDIA = "manifest.json", "database", "settings.json", "media/"
SEALED, OPEN = ".tar.zst.age", ".tar.zst"
BLOCK = 1 << 20
LEVEL = 6

Progress = Callable[[str, int, int], None]


def nobody_looks(_what: str, _done: int, _total: int) -> None:
    """The progress of work that nobody watches."""


class Hashed(io.RawIOBase):
    """A stream that knows the sha256 and the length of what went through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._hash, self.length = stream, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._seen(self._stream.read(size))

    def write(self, data: Any, /) -> int:
        self._seen(bytes(data))
        return self._stream.write(data)

    def _seen(self, data: bytes) -> bytes:
        self._hash.update(data)
        self.length += len(data)
        return data

    @property
    def sha256(self) -> str:
        """Of everything so far."""
        return self._hash.hexdigest()


class Writer:
    """Takes the parts of an archive in turn; remembers the sha256 of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, stream: IO[bytes], size: int) -> None:
        """One part, of this many bytes."""
        part, hashed = tarfile.TarInfo(name), Hashed(stream)
        part.size = size
        self._tar.addfile(part, hashed)
        self.parts[name] = {"bytes": size, "sha256": hashed.sha256}

    def add_bytes(self, name: str, data: bytes) -> None:
        """One small part."""
        self.add(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> None:
        """A file of this machine."""
        with path.open("rb") as file:
            self.add(name, file, path.stat().st_size)

    def finish(self, manifest: dict[str, Any]) -> None:
        """The manifest, with the parts; nothing may follow."""
        self.add_bytes(MANIFEST, json.dumps(manifest | {"parts": self.parts}, ensure_ascii=False).encode())


@contextmanager
def writing(path: Path, *, sealed: bool) -> Iterator[tuple[Writer, Hashed]]:
    """An archive at `path`, in the making; the stream gives the sha256 and the length when it is done."""
    with path.open("wb") as file:
        out = Hashed(file)
        with _sealed_into(out) if sealed else _plain(out) as sink:
            with zstandard.ZstdCompressor(level=LEVEL).stream_writer(sink, closefd=False) as packed:
                with tarfile.open(fileobj=packed, mode="w|", bufsize=BLOCK, format=tarfile.PAX_FORMAT) as tar:
                    yield Writer(tar), out
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _plain(out: Any) -> Iterator[Any]:
    yield out


@contextmanager
def _sealed_into(out: Any) -> Iterator[IO[bytes]]:
    """What is written here arrives sealed in `out`."""
    source, sink = os.pipe()

    def work() -> None:
        with os.fdopen(source, "rb") as reader:  # closed when sealing ends badly, so that nobody writes to it for ever
            sealing.seal(reader, out)

    with _working(work), os.fdopen(sink, "wb") as writer:
        yield writer


class _Work(threading.Thread):
    """A thread that keeps the error it ended with."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._work()
        except BaseException as error:
            self.error = error


@contextmanager
def _working(work: Callable[[], None]) -> Iterator[_Work]:
    """Do this beside what happens inside; its error is raised when both have ended, and goes before the other's."""
    thread = _Work(work)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()
        if thread.error is not None:
            raise thread.error


@contextmanager
def _unsealed(stream: IO[bytes], *, identity: Path | None, name: str) -> Iterator[IO[bytes]]:
    """The stream behind the seal."""
    source, sink = os.pipe()

    def work() -> None:
        with os.fdopen(sink, "wb") as writer:
            sealing.unseal(stream, writer, identity=identity, name=name)

    with _working(work), os.fdopen(source, "rb") as reader:
        yield reader


def unpack(stream: IO[bytes], into: Path, *, name: str, identity: Path | None, progress: Progress) -> dict[str, Any]:
    """Write every part below `into`, each compared with the manifest, which is returned.

    Raises `NoIdentity`, `WrongKey` or `BackupCorrupt`.
    """
    opened = _unsealed(stream, identity=identity, name=name) if name.endswith(SEALED) else _plain(stream)
    found: dict[str, dict[str, Any]] = {}
    try:
        with opened as packed, zstandard.ZstdDecompressor().stream_reader(packed) as tarred:
            with tarfile.open(fileobj=tarred, mode="r|", bufsize=BLOCK) as tar:
                for part in tar:
                    found[part.name] = _take(tar, part, into)
                    progress("Unpacking", len(found), 0)
    except (zstandard.ZstdError, tarfile.TarError, EOFError) as error:
        raise BackupCorrupt(name=name, reason=str(error)) from error
    return _compared(found, into, name)


def _take(tar: tarfile.TarFile, part: tarfile.TarInfo, into: Path) -> dict[str, Any]:
    """One part onto the disk, below the folder and nowhere else."""
    target = into.joinpath(part.name).resolve()
    stream = tar.extractfile(part)
    if stream is None or not target.is_relative_to(into.resolve()):
        raise tarfile.TarError(f"{part.name} is no part of a backup")
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed = Hashed(stream)
    with target.open("wb") as file:
        while block := hashed.read(BLOCK):
            file.write(block)
    return {"bytes": hashed.length, "sha256": hashed.sha256}


def _compared(found: dict[str, dict[str, Any]], into: Path, name: str) -> dict[str, Any]:
    """The manifest, when every part is as it says."""
    if found.pop(MANIFEST, None) is None:
        raise BackupCorrupt(name=name, reason="its manifest is missing: it was cut off")
    manifest: dict[str, Any] = json.loads(into.joinpath(MANIFEST).read_bytes())
    wrong = sorted(key for key in {*found, *manifest["parts"]} if found.get(key) != manifest["parts"].get(key))
    if wrong:
        raise BackupCorrupt(name=name, reason=f"not as it was written: {', '.join(wrong[:5])}")
    return manifest

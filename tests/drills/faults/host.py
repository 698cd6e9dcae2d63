"""The machine: its disks, the memory of its processes, what it serves, how it is reached."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.drills.engine import drill
from tests.drills.shop import DrillShop


def fill(folder: Path, *, leave_percent: int) -> Path:
    """A file that takes what is free of a disk, but for so many percent of it."""
    file, disk = folder / "ballast", os.statvfs(folder)
    size = (disk.f_bavail - disk.f_blocks * leave_percent // 100) * disk.f_frsize
    with file.open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, size)
    return file


@drill("disk-full", turns="health.disk", says="Only", runbook="disk-full", needs_disks=True)
def disk_full(shop: DrillShop) -> Iterator[None]:
    """The disk with the shop's data is full but for three percent."""
    ballast = fill(shop.folder, leave_percent=3)
    yield
    ballast.unlink()


@drill("read-only-disk", turns="health.storage", says="Read-only", runbook="storage-fails", needs_disks=True)
def read_only_disk(shop: DrillShop) -> Iterator[None]:
    """The disk with the pictures lets nothing be written any more, as a disk with errors does."""
    remount(shop.folder / "media", "ro")
    yield
    remount(shop.folder / "media", "rw")


def remount(folder: Path, how: str) -> None:
    """Mount a disk again, so or so."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True, capture_output=True)


@drill("logs-full", turns="logs.volume", says="No space left", runbook="logs-full", needs_disks=True)
def logs_full(shop: DrillShop) -> Iterator[None]:
    """The disk with the logs takes no line any more."""
    ballast = fill(shop.logs, leave_percent=0)
    yield
    ballast.unlink()


@drill("stale-styles", turns="health.static", says="styles or scripts are not those", runbook="styles-old")
def stale_styles(shop: DrillShop) -> Iterator[None]:
    """The code is newer than the styles that were gathered."""
    manifest = next(shop.folder.joinpath("static").glob("*.json"))
    was = manifest.stat()
    os.utime(manifest, (1_500_000_000, 1_500_000_000))
    yield
    os.utime(manifest, ns=(was.st_atime_ns, was.st_mtime_ns))


@drill("memory-growth", turns="process.memory", says="web-drill", runbook="machine-busy")
def memory_growth(shop: DrillShop) -> Iterator[None]:
    """A process of the web server takes half a megabyte more each minute, for four hours."""
    shop.call(grow)
    yield
    shop.call(stop_growing)


def grow() -> None:
    """The minutes of a process that leaks, as it would have written them."""
    from datetime import timedelta

    from kirana.core import clock
    from kirana.ops.measure import store
    from kirana.ops.measure.figures import Figures

    at, minutes = clock.now(), []
    for ago in range(240):
        figures = Figures()
        figures.note_levels({"process.web.memory_kib": 100 * 1024 + (240 - ago) * 512})
        minutes.append((at - timedelta(minutes=ago), figures))
    store.keep_minutes(source="web-drill", minutes=minutes)


def stop_growing() -> None:
    """The process ended."""
    from kirana.ops.measure.store import Measurement

    Measurement.objects.filter(source="web-drill").delete()

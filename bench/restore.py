"""How long until a shop that lost everything is open again: `python -m bench.restore --orders=100000`.

On each database a shop with so many delivered orders is built, backed up sealed, and restored by the drill: fetched,
opened, loaded, every table counted, migrated, its books checked, its pages opened. The limit beside it, measured in
the same run, is the time the disk takes to write the bytes of the database down once and read them back.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from bench.server import ROOT
from tests.shop import Shop
from tools.postgres import cluster

BLOCK = 1 << 20


def main() -> int:
    """Measure both databases; 1 when a shop could not be made of its backup."""
    parser = ArgumentParser(prog="python -m bench.restore", description="Measure backup and restore of a large shop.")
    parser.add_argument("--orders", type=int, default=100_000, help="how many")
    orders = parser.parse_args().orders
    with tempfile.TemporaryDirectory(prefix="kirana-bench-") as folder:
        good = _measure("SQLite", Shop(Path(folder, "sqlite")), orders)
        with cluster(durable=True) as url:
            good &= _measure("PostgreSQL", Shop(Path(folder, "postgresql"), database_url=url), orders)
    return 0 if good else 1


def _measure(name: str, shop: Shop, orders: int) -> bool:
    shop.folder.mkdir(parents=True)
    environment = shop.environment | _key(shop.folder)
    print(f"\n{name}, {orders:,} orders", flush=True)
    _timed("tables", environment, "manage.py", "migrate", "-v0")
    print(_timed("building them", environment, "-m", "bench.orders", str(orders)).stdout.strip(), flush=True)
    books = _timed("check_books", environment, "manage.py", "check_books")
    backup = _timed("backup", environment, "manage.py", "backup")
    print(backup.stdout.strip())
    drill = _timed("restore drill", environment, "manage.py", "restore_drill", check=False)
    print(drill.stdout.strip() or drill.stderr)
    _disk(shop.folder)
    good = not (books.returncode or drill.returncode)
    print(f"  {'books right' if good else 'NO SHOP COULD BE MADE OF IT'}", flush=True)
    return good


def _key(folder: Path) -> dict[str, str]:
    """A key of its own, as a shop should have."""
    from pyrage import x25519

    identity, file = x25519.Identity.generate(), folder / "identity.txt"
    file.write_text(str(identity))
    file.chmod(0o600)
    return {"BACKUP_RECIPIENTS": str(identity.to_public()), "BACKUP_IDENTITY_FILE": str(file), "PYTHONPATH": str(ROOT)}


def _timed(
    what: str, environment: dict[str, str], *words: str, check: bool = True
) -> "subprocess.CompletedProcess[str]":
    began = time.monotonic()
    done: Any = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"  {time.monotonic() - began:>8.1f} s  {what} (largest process so far {most} MB)", flush=True)
    if check and done.returncode:
        raise RuntimeError(f"{what} failed:\n{done.stdout}\n{done.stderr}")
    return done


def _disk(folder: Path) -> None:
    """The limit: the archive's bytes written down once and read back."""
    archive = max(folder.joinpath("backups").iterdir(), key=lambda path: path.stat().st_size)
    began = time.monotonic()
    with archive.open("rb") as source, folder.joinpath("again").open("wb") as target:
        while block := source.read(BLOCK):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    folder.joinpath("again").read_bytes()
    print(f"  {time.monotonic() - began:>8.2f} s  the disk alone, for the archive's {archive.stat().st_size:,} bytes")


if __name__ == "__main__":
    raise SystemExit(main())

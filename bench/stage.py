"""A filled shop on one of the two databases, open, with the hello beside it."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.baskets import FIRST_BASKET, Shelf
from bench.goods import file_in
from bench.server import ROOT, Server, free_port
from tests.shop import Shop
from tools.postgres import cluster

STOCK = 100


@dataclass
class Stage:
    """What the rounds are run on."""

    database: str
    shop: Shop = field(repr=False)
    facts: dict[str, Any] = field(default_factory=dict, repr=False)
    hello_port: int = 0
    next_basket: int = FIRST_BASKET
    others: list[float] = field(default_factory=list, repr=False)  # how busy other programs were before each round

    @property
    def shelf(self) -> Shelf:
        """What the baskets draw on."""
        return Shelf(**self.facts["shelf"])

    @property
    def threads(self) -> int:
        """How many requests the server works on at once."""
        return int(self.facts["workers"] * self.facts["threads"])

    @property
    def folder(self) -> Path:
        """Where the rounds may write."""
        return self.shop.folder

    def inside(self, verb: str, *numbers: int) -> Any:
        """Have something done in the shop's environment; its answer."""
        command = [sys.executable, "-m", "bench.inside", verb, *map(str, numbers)]
        environment = self.shop.environment
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{verb} failed:\n{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])

    def baskets(self, count: int) -> tuple[range, list[int]]:
        """Fresh baskets and their totals."""
        made = range(self.next_basket, self.next_basket + count)
        self.next_basket += count
        return made, self.inside("baskets", made.start, count)


@contextlib.contextmanager
def on(database: str, folder: Path) -> Iterator[Stage]:
    """The stage on `SQLite` or `PostgreSQL`, from an empty database to two open servers."""
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(cluster(durable=True)) if database == "PostgreSQL" else ""
        stage = Stage(database, Shop(folder / database, database_url=url, port=free_port()))
        _fill(stage)
        stage.hello_port = free_port()
        size = {"workers": stage.facts["workers"], "threads": stage.facts["threads"]}
        environment = stage.shop.environment
        stack.enter_context(Server("kirana.config.wsgi:application", environment, port=stage.shop.port, **size))
        stack.enter_context(Server("bench.hello:application", dict(os.environ), port=stage.hello_port, **size))
        yield stage


def _fill(stage: Stage) -> None:
    began = time.monotonic()
    stage.shop.make()
    if stage.database == "PostgreSQL":
        stage.inside("spread")
    file = file_in(stage.folder)
    stage.shop.command("import_catalogue", str(file), "--stock", str(STOCK))
    stage.facts = stage.inside("facts")
    seconds = time.monotonic() - began
    print(f"{stage.database}: {stage.facts['listings']:,} listings from {file.name}, {seconds:.0f} s", flush=True)

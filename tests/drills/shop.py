"""The shop that drills break: a web server, a worker, real files, a real database, and the machines it depends on.

Its own folder is a small disk where this may be mounted (by root); else it is a folder as any other. The load of the
machine that drills run on is no fact of the shop, so the marks for processor and memory are out of reach here.
"""

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kirana.ops.backups.sealing import make_pair
from tests.drills import far, inside
from tests.drills.inside import Found
from tests.shop import ROOT, Shop

ROOM_MB = 600
ESHA = "esha@lakshmi.example"
CONTACTS = "technical=Esha,hosting=Esha,database=Esha,payments=Chitra"


@dataclass(frozen=True, slots=True)
class Said:
    """What an address of the shop answered."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class DrillShop(Shop):
    """`make` opens it, `ask` has its worker ask every check, `get` reads a page as the maintainer does."""

    settings: dict[str, str] = field(default_factory=dict)
    mail: far.Mail = field(default_factory=far.Mail)
    bucket: far.Bucket = field(default_factory=far.Bucket)
    pages: far.Pages = field(default_factory=far.Pages)
    disks: list[Path] = field(default_factory=list)
    worker: subprocess.Popen[str] | None = field(default=None, repr=False)
    session: str = ""

    @property
    def url(self) -> str:
        """Where it is open."""
        return f"https://localhost:{self.port}" if self.options else f"http://127.0.0.1:{self.port}"

    @property
    def kind(self) -> str:
        """`sqlite` or `postgres`."""
        return "postgres" if self.database_url else "sqlite"

    @property
    def around(self) -> Path:
        """What is beside the shop's own files: keys, backups, advisories, logs."""
        return self.folder.parent

    @property
    def logs(self) -> Path:
        """Where its logs are."""
        return self.around / "logs"

    @property
    def advisories(self) -> Path:
        """What is known against libraries, as the shop's source says."""
        return self.around / "advisories.json"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        around = {
            name: value for name, value in super().environment.items() if name != "SECRET_KEY"
        }  # it makes its own
        return (
            around
            | {
                "DEMO": "off",
                "LOG_LEVEL": "WARNING",
                "WEB_WORKERS": "1",
                "MAINTAINERS": ESHA,
                "SUPPORT_CONTACTS": CONTACTS,
                "LOG_FOLDER": str(self.logs),
                "LEAK_SECONDS": "2",
                "STAFF_SECOND_FACTOR": "required",
                "PAYMENT_METHODS": "cash_on_delivery,upi_on_delivery,fake",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(self.mail.port),
                "CLOCK_SOURCE": f"{self.pages.url}/clock",
                "ADVISORIES": str(self.advisories),
                "BACKUP_PLACES": f"{self.around / 'backups'},s3://{far.BUCKET}/kirana",
                "BACKUP_S3_ENDPOINT": self.bucket.url,
                "BACKUP_S3_KEY_ID": "drills",
                "BACKUP_S3_SECRET": "drills",
                "BACKUP_IDENTITY_FILE": str(self.around / "identity.txt"),
                "BACKUP_RECIPIENTS": self.around.joinpath("recipient.txt").read_text(),
                "DATABASE_LIMIT_MB": "400",
                "ALERT_CPU_PERCENT": "100",
                "ALERT_MEMORY_PERCENT": "100",
                "SLOW_STATEMENT_MS": "1500",
            }
            | self.settings
        )

    def make(self, *, with_backup: bool = True) -> None:
        """Tables, styles, people, goods, orders, a backup that was restored on trial; and open."""
        self._mount()
        identity, recipient = make_pair()
        self.around.joinpath("identity.txt").write_text(identity)
        self.around.joinpath("identity.txt").chmod(0o600)
        self.around.joinpath("recipient.txt").write_text(recipient)
        self.advisories.write_text("[]")
        subprocess.run([sys.executable, "-m", "tools.translations", "compile"], cwd=ROOT, check=True)
        self.port = far.free_port()
        self.start_worker()
        self.call(inside.open_shop)
        if with_backup:
            self.call(inside.back_up)
        self.session = self.call(inside.sign_in, email=ESHA)
        self.open()

    def _mount(self) -> None:
        for folder, size in ((self.folder, ROOM_MB), (self.folder / "media", 20), (self.logs, 12)):
            folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                words = ["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=755", "drill", str(folder)]
                if subprocess.run(words, capture_output=True).returncode == 0:
                    self.disks.append(folder)

    def close(self) -> None:
        """End the web server in peace: what it has counted is written down."""
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.server = None

    def open_again(self, **settings: str) -> None:
        """Close and open, with these settings from now on."""
        self.close()
        self.settings = settings
        self.start_worker()
        self.open()

    def start_worker(self) -> None:
        """A fresh worker, with the settings of now."""
        self.end_worker()
        words = [sys.executable, "-m", "tests.drills.inside"]
        log = self.around.joinpath("worker.log").open("a")
        self.worker = subprocess.Popen(
            words, cwd=ROOT, env=self.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )

    def end_worker(self) -> None:
        """End it in peace."""
        if self.worker is not None and self.worker.stdin is not None:
            self.worker.stdin.close()
            self.worker.wait(20)
            self.worker = None

    def call(self, what: Any, **arguments: Any) -> Any:
        """Have the worker run this function of ours. Raises with its traceback when it breaks."""
        assert self.worker is not None
        assert self.worker.stdin is not None
        assert self.worker.stdout is not None
        order = {"call": f"{what.__module__}:{what.__qualname__}", "with": arguments}
        self.worker.stdin.write(json.dumps(order) + "\n")
        self.worker.stdin.flush()
        line = self.worker.stdout.readline()
        if not line:
            raise AssertionError(f"the worker ended in {order['call']}")
        answer = json.loads(line)
        if "broke" in answer:
            raise AssertionError(f"{order['call']} broke:\n{answer['broke']}")
        return answer["came"]

    def ask(self) -> Found:
        """Have every check asked; where the shop stands."""
        found: Found = self.call(inside.ask)
        return found

    def sql(self, statement: str) -> int:
        """Run a statement past everything that the shop minds."""
        return int(self.call(inside.sql, statement=statement))

    def get(self, path: str, *, data: bytes | None = None, headers: dict[str, str] | None = None) -> Said:
        """Read a page, signed in as the maintainer when it is one of the staff's."""
        sent = {"Cookie": f"sessionid={self.session}"} if path.startswith("/staff/") else {}
        asked = urllib.request.Request(f"{self.url}{path}", data=data, headers=sent | (headers or {}))
        try:
            with urllib.request.urlopen(asked, timeout=30, context=ssl._create_unverified_context()) as answer:
                return Said(answer.status, answer.read().decode(), _small(answer.headers))
        except urllib.error.HTTPError as error:
            return Said(error.code, error.read().decode(errors="replace"), _small(error.headers))

    def remove(self) -> None:
        """Close, stop the far machines, and forget."""
        self.end_worker()
        self.kill()
        self.mail.stop()
        self.bucket.stop()
        self.pages.stop()
        for folder in reversed(self.disks):
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(self.around, ignore_errors=True)

    def _wait(self) -> None:
        for _ in range(300):
            if self.server is not None and self.server.poll() is not None:
                break
            try:
                self.get("/api/health")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the shop did not open")


def _small(headers: Any) -> dict[str, str]:
    """Headers by their names in small letters."""
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def opened(folder: Path, *, database_url: str = "", with_backup: bool = True) -> Iterator[DrillShop]:
    """A shop in this folder, gone afterwards."""
    shop = DrillShop(folder / "data", database_url=database_url, told=folder / "server.log")
    try:
        shop.make(with_backup=with_backup)
        yield shop
    finally:
        shop.remove()

"""A real shop for tests that need one: its own folder and database, granian in front, the demo's month behind it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Shop:
    """A shop in a folder. `make` fills it, `open` and `kill` are the server's, `command` is manage.py."""

    folder: Path
    database_url: str = ""
    workers: int = 1
    methods: tuple[str, ...] = ("cash_on_delivery", "upi_on_delivery")
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0
    options: tuple[str, ...] = ()  # of the server
    told: Path | None = None  # the file that takes what the server tells
    server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it is open."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return (
            inherited
            | database
            | {
                "KIRANA_DATA": str(self.folder),
                "DJANGO_SETTINGS_MODULE": "kirana.config.settings.base",
                "DEMO": "on",
                "SITE_URL": self.url,
                "PAYMENT_METHODS": ",".join(self.methods),
                "LOG_LEVEL": "WARNING",
            }
            | self.more
        )

    def command(self, *words: str) -> str:
        """Run a command of manage.py; its output. Raises when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def make(self) -> None:
        """Tables, styles and the demo's month."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.command("migrate", "-v0")
        self.command("collectstatic", "--no-input", "-v0")
        self.command("demo_shop", "--if-empty")

    def open(self) -> None:
        """Start the server and wait until it answers."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        media = ["--static-path-route", "/media", "--static-path-mount", str(self.folder / "media")]
        options = [
            "--interface",
            "wsgi",
            "--port",
            str(self.port),
            "--workers",
            str(self.workers),
            "--blocking-threads",
            "4",
        ]
        command = [sys.executable, "-m", "granian", *options, "--log-level", "error", *media]
        told = self.told.open("a") if self.told else None
        self.server = subprocess.Popen(
            [*command, *self.options, "kirana.config.wsgi:application"],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=told,
            stderr=told,
        )
        self._wait()

    def kill(self) -> None:
        """End every process of the server at once, as a power cut does."""
        if self.server is not None:
            os.killpg(self.server.pid, 9)
            self.server.wait()
            self.server = None

    def remove(self) -> None:
        """Close and forget."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/about/", timeout=5).read()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the shop did not open")

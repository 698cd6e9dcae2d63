"""The web server as `kirana.config.serve` starts it: for the shop, and for the hello it is measured against."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30.0


@dataclass
class Server:
    """granian with an application; open inside its `with`."""

    application: str
    environment: dict[str, str] = field(repr=False)
    workers: int
    threads: int
    port: int

    def __enter__(self) -> "Server":
        options = {
            "--interface": "wsgi",
            "--host": "127.0.0.1",
            "--port": self.port,
            "--workers": self.workers,
            "--blocking-threads": self.threads,
            "--log-level": "warning",
        }
        words = [str(word) for pair in options.items() for word in pair]
        command = [sys.executable, "-m", "granian", *words, self.application]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        try:
            self._wait()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.application} ended with {self.process.returncode} before it was open")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"{self.application} did not open within {PATIENCE:.0f} s")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""Opens the shop: everything that has to be made ready, then the web server and the worker, watched over.

    python -m kirana.config.serve        what `make run` and a service unit call

The web process is granian with two workers; the worker is django-q2's. One that dies is started again, a little
later each time; Ctrl-C or SIGTERM ends both in peace.
"""

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kirana.config.settings.base")

import django
from django.conf import settings
from django.core.management import CommandError, call_command

LONGEST_PAUSE = 30.0
PATIENCE = 12.0
BRICK, BOLD, PLAIN = "\033[33m", "\033[1m", "\033[0m"


@dataclass
class Watched:
    """A process that is to run as long as the shop is open."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    start_at: float = field(default=0.0)

    def look(self, now: float) -> None:
        """Start it when it is not there and its pause is over."""
        if self.process is not None and self.process.poll() is not None:
            self.failures += 1
            self.start_at = now + min(LONGEST_PAUSE, 2.0**self.failures)
            print(f"{self.name} ended with {self.process.returncode}; it starts again soon.", file=sys.stderr)
            self._end_group()
            self.process = None
        if self.process is None and now >= self.start_at:
            self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603

    def _end_group(self) -> None:
        """End the children it left behind, so that two of them never do the same work."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Ask it to finish what it is doing, and insist when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            print(f"{self.name} did not end by itself in {PATIENCE:.0f} s and was ended.", file=sys.stderr)
        self._end_group()


def main() -> int:
    """Make ready, open, watch."""
    django.setup()
    host, port = settings.SITE.hostname or "127.0.0.1", settings.SITE.port or 8000
    if _is_taken(host, port):
        print(f"Port {port} is taken by another program. Try: make run PORT={port + 1}", file=sys.stderr)
        return 1
    try:
        _make_ready()
    except CommandError as refused:
        print(f"The shop stays closed:\n{refused}", file=sys.stderr)
        return 1
    return _watch([Watched("The web server", _granian(host, port)), Watched("The worker", _worker())])


def _make_ready() -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    _step("Looking at the settings", lambda: call_command("check", stdout=io.StringIO()))
    _step("Preparing the database", lambda: call_command("migrate", verbosity=0))
    _step("Compiling the languages", _compile_languages)
    _step("Gathering styles and pictures", lambda: call_command("collectstatic", interactive=False, verbosity=0))
    if settings.DEMO:
        _step("Filling the demo shop (half a minute, once)", lambda: call_command("demo_shop", if_empty=True))
    call_command("write_schedules")
    call_command("note_release")


def _compile_languages() -> None:
    from tools.translations import compile_all

    compile_all()


def _step(what: str, work: Callable[[], object]) -> None:
    print(f"{what} …", flush=True)
    work()


def _watch(processes: list[Watched]) -> int:
    """Keep them running until someone ends us."""
    ended = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    _greet()
    while not ended:
        for watched in processes:
            watched.look(time.monotonic())
        time.sleep(0.3)
    print("\nClosing the shop.")
    for watched in processes:
        watched.end()
    return 0


def _greet() -> None:
    print(f"\n  {BOLD}The shop is open at {BRICK}{settings.SITE_URL}{PLAIN}\n")
    if settings.DEMO:
        from kirana.demo.accounts import ACCOUNTS, PASSWORD

        print(f"  Sign in at {settings.SITE_URL}/account/login/ with the password {BOLD}{PASSWORD}{PLAIN}\n")
        for account in ACCOUNTS:
            print(f"    {account.email:<26} {account.name:<12} {account.role.label if account.role else 'Shopper'}")
    print("\n  Ctrl-C closes it.\n", flush=True)


def _granian(host: str, port: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": settings.WEB_WORKERS,
        "--blocking-threads": settings.WEB_THREADS,
        "--static-path-expires": 365 * 24 * 3600,
        "--log-level": "warning",
    }
    routes = ["--static-path-route", "/media", "--static-path-mount", str(settings.MEDIA_ROOT)]
    words = [str(word) for pair in options.items() for word in pair]
    program = [sys.executable, "-m", "granian", "--respawn-failed-workers", *words, *routes]
    return [*program, "kirana.config.wsgi:application"]


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "qcluster"]


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Everything that `make test` asks, with one line for each answer at the end. `--only=code` stops after the reading."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tools.postgres import cluster

BIN = ".venv/bin/"
CODE = (
    ("ruff", [f"{BIN}ruff", "check", "."]),
    ("format", [f"{BIN}ruff", "format", "--check", "."]),
    ("types", [f"{BIN}mypy", "kirana", "tools"]),
    ("layers", [f"{BIN}lint-imports"]),
    ("migrations", [f"{BIN}python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("translations", [f"{BIN}python", "-m", "tools.translations", "missing"]),
    ("starter", [f"{BIN}python", "-m", "tools.check_starter"]),
    ("docs", [f"{BIN}python", "-m", "tools.docs", "--check"]),
)
PYTEST = [f"{BIN}python", "-m", "pytest", "-q"]


@dataclass
class Report:
    """The stages so far: name, passed, seconds."""

    stages: list[tuple[str, bool, float]] = field(default_factory=list)

    def run(self, name: str, command: list[str], **environment: str) -> None:
        """Run a stage and remember how it ended; the next one runs whatever happens."""
        print(f"\n── {name} {'─' * (70 - len(name))}", flush=True)
        began = time.monotonic()
        done = subprocess.run(command, env=os.environ | environment, check=False)
        self.stages.append((name, done.returncode == 0, time.monotonic() - began))

    def tell(self) -> bool:
        """Print a line for each stage; whether all passed."""
        print(f"\n{'═' * 74}")
        for name, passed, seconds in self.stages:
            print(f"  {'passed' if passed else 'FAILED'}  {name:<24} {seconds:7.1f} s")
        return all(passed for _name, passed, _seconds in self.stages)


def main() -> int:
    """Run every stage."""
    report = Report()
    subprocess.run([f"{BIN}python", "-m", "tools.translations", "compile"], check=True)
    for name, command in CODE:
        report.run(name, command)
    if "--only=code" not in sys.argv:
        report.run("tests on SQLite", [*PYTEST, "-n", "2", "-m", "not browser"])
        with cluster() as url:
            on_postgres = [*PYTEST, "-n", "2", "-m", "not browser and not sqlite_only"]
            report.run("tests on PostgreSQL", on_postgres, DATABASE_URL=url)
        report.run("journeys in Chromium", [*PYTEST, "-m", "browser"])
    return 0 if report.tell() else 1


if __name__ == "__main__":
    raise SystemExit(main())

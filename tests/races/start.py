"""Starting a race: two processes, half of the runs in each, let go at the same moment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def race(runs: list[dict[str, Any]], *, processes: int = 2) -> list[str]:
    """What came of each run. Each is in a thread of its own, dealt in turn to the processes."""
    started = [_start(runs[number::processes]) for number in range(processes)]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ends: list[str] = [""] * len(runs)
    for number, process in enumerate(started):
        out, _err = process.communicate(timeout=120)
        assert process.returncode == 0
        ends[number::processes] = json.loads(out)
    return ends


def _start(runs: list[dict[str, Any]]) -> "subprocess.Popen[str]":
    environment = os.environ | {"DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.races.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(runs) + "\n")
    process.stdin.flush()
    return process


def database_url() -> str:
    """The URL of the test database this process has open."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    host, port = facts["HOST"] or facts.get("OPTIONS", {}).get("host", ""), facts["PORT"]
    if host.startswith("/"):
        return f"postgres://{who}@/{facts['NAME']}?host={host}"
    return f"postgres://{who}@{host}{f':{port}' if port else ''}/{facts['NAME']}"

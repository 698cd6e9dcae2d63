"""A few kills in the middle of money; `make chaos` does fifty on each database."""

import subprocess
import sys

import pytest
from django.db import connection

from tests.rules.sources import ROOT

TIMES = 4


@pytest.mark.race
def test_killed_in_the_middle_every_rupee_is_accounted_for(db: None) -> None:
    database = "postgres" if connection.vendor == "postgresql" else "sqlite"
    command = [sys.executable, "-m", "tests.chaos.kill", f"--times={TIMES}", f"--database={database}", "--seed=1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout.count("  kill ")) == (0, TIMES), done.stdout + done.stderr

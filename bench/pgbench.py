"""Running a script in PostgreSQL's own load generator."""

import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.load import Figures, RoundFailed
from tools.postgres import program


def run(*, script: Path, url: str, clients: int, seconds: float, variables: dict[str, int]) -> Figures:
    """Run the script over and over on so many connections; raises `RoundFailed` when a statement fails."""
    parts = urlsplit(url)
    with tempfile.TemporaryDirectory(prefix="kirana-pgbench-") as folder:
        options = ["-n", f"-c{clients}", "-j2", f"-T{max(1, round(seconds))}", "-f", str(script)]
        options += ["--log", f"--log-prefix={folder}/log"]
        options += [f"-D{name}={value}" for name, value in variables.items()]
        where = ["-h", parse_qs(parts.query)["host"][0], "-U", str(parts.username), parts.path.removeprefix("/")]
        done = subprocess.run([program("pgbench"), *options, *where], capture_output=True, text=True, check=False)
        if done.returncode or "number of failed transactions: 0 " not in done.stdout:
            raise RoundFailed(f"pgbench:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        micros = sorted(_micros(Path(folder)))
    tps = next(line.split()[2] for line in done.stdout.splitlines() if line.startswith("tps = "))
    middle, late = micros[len(micros) // 2], micros[len(micros) * 95 // 100]
    return Figures(float(tps), middle / 1000, late / 1000, len(micros))


def _micros(folder: Path) -> list[int]:
    """How long each transaction took: the third column of pgbench's log."""
    return [int(line.split()[2]) for log in folder.glob("log.*") for line in log.read_text().splitlines()]

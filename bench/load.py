"""Asking as fast as the shop can answer: wrk with a file of requests."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.requests import Request

LUA = Path(__file__).with_name("load.lua")
SAMPLE = 40
LEAST_SHARE = 0.8  # of the sample's mean length: pages differ in length, a page that fails is far shorter


class RoundFailed(Exception):
    """Some answers were not what they should be, so the round's figures mean nothing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a round came to."""

    per_second: float
    p50_ms: float
    p95_ms: float
    done: int


def check(requests: Sequence[Request], port: int) -> float:
    """Ask a sample once, each answer looked into; the mean length of a body."""
    sample = requests[:: max(1, len(requests) // SAMPLE)][:SAMPLE]
    return sum(len(request.ask(port).body) for request in sample) / len(sample)


def run(requests: Sequence[Request], *, port: int, seconds: float, connections: int, file: Path) -> tuple[Figures, int]:
    """Send them over and over; the figures, and the bytes that came back. Raises `RoundFailed`."""
    file.write_bytes(b"\0".join(request.raw(port) for request in requests))
    options = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout=30s"]
    command = [wrk(), *options, "-s", str(LUA), f"http://127.0.0.1:{port}/", "--", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("figures ")), "")
    if not line:
        raise RoundFailed(f"wrk gave no figures:\n{done.stdout}{done.stderr}")
    answers, micros, length, refused, broken, p50, p95 = map(int, line.split()[1:])
    if refused or broken or not answers:
        raise RoundFailed(f"{requests[0].path}: {answers} answers, {refused} refusals, {broken} broken connections")
    return Figures(answers / micros * 1e6, p50 / 1000, p95 / 1000, answers), length


def wrk() -> str:
    """Where wrk is."""
    path = shutil.which("wrk")
    if path is None:
        raise FileNotFoundError("wrk is not installed. As root: apt-get install wrk")
    return path

"""The libraries the shop runs on: what is known against them, and which are newer.

Where from is the setting `ADVISORIES`: nothing, `pip-audit` (the program, with the service it uses), the address of an
OSV service, or a file of OSV records. Nothing answers: not audited, which is never good.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from packaging.version import InvalidVersion, Version

from kirana.core import locks
from kirana.ops.care import fetch
from kirana.ops.care.fetch import Unreachable

LOCK = "requirements/base.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
PATIENCE = 120  # seconds
STEPS = ("patch", "minor", "major")


@dataclass(frozen=True, slots=True)
class Advisory:
    """Something known against a library in the version that is locked; `fixed` is empty when no version mends it."""

    name: str
    version: str
    id: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Update:
    """A newer version of a library, and how far away it is."""

    name: str
    version: str
    newest: str
    step: str


def locked(path: Path | None = None) -> dict[str, str]:
    """Name and version of every library in the lock file."""
    text = (path or Path(settings.ROOT).joinpath(LOCK)).read_text(encoding="utf-8")
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


def advisories(source: str, pins: dict[str, str]) -> list[Advisory]:
    """What is known against these. Raises `Unreachable` when the source does not answer."""
    if source == "pip-audit":
        return _by_program()
    if source.startswith(("http://", "https://")):
        return list(_by_service(source, pins))
    try:
        records = json.loads(Path(source).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    return [found for record in records for found in _matches(record, pins)]


def updates(pins: dict[str, str]) -> list[Update]:
    """The libraries of which pip's index has a newer version, patches first. Raises `Unreachable`."""
    rows = json.loads(_run("-m", "pip", "list", "--outdated", "--format=json", "--disable-pip-version-check"))
    known = [(row["name"].lower().replace("_", "-"), row["latest_version"]) for row in rows]
    found = [Update(name, pins[name], newest, step(pins[name], newest)) for name, newest in known if name in pins]
    return sorted(found, key=lambda one: (STEPS.index(one.step), one.name))


def step(was: str, now: str) -> str:
    """How far one version is from another: patch, minor or major."""
    old, new = Version(was), Version(now)
    if old.major != new.major:
        return "major"
    return "minor" if old.minor != new.minor else "patch"


def _by_program() -> list[Advisory]:
    lock = str(Path(settings.ROOT).joinpath(LOCK))
    said = _run("-m", "pip_audit", "-r", lock, "--no-deps", "--disable-pip", "-f", "json", "--progress-spinner", "off")
    found = json.loads(said)["dependencies"]
    return [
        Advisory(one["name"], one["version"], bug["id"], _lowest(bug["fix_versions"], one["version"]))
        for one in found
        for bug in one.get("vulns", [])
    ]


def _by_service(url: str, pins: dict[str, str]) -> Iterator[Advisory]:
    """An OSV service: one question for all, then each record that was named."""
    asked = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in pins.items()]
    answers = fetch.json(f"{url.rstrip('/')}/v1/querybatch", post={"queries": asked})["results"]
    ids = {bug["id"] for answer in answers for bug in answer.get("vulns", [])}
    for one in sorted(ids):
        yield from _matches(fetch.json(f"{url.rstrip('/')}/v1/vulns/{one}"), pins)


def _run(*words: str) -> str:
    """The output of a program of ours; pip-audit ends with 1 when it found something, which is an answer too."""
    with locks.outside_transaction():
        try:
            done = subprocess.run(  # noqa: S603
                [sys.executable, *words], capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Unreachable("TimeoutExpired") from error
    if not done.stdout.lstrip().startswith(("{", "[")):
        raise Unreachable("no answer")
    return done.stdout


def _matches(record: dict[str, Any], pins: dict[str, str]) -> Iterator[Advisory]:
    for part in record.get("affected", []):
        name = part["package"]["name"].lower().replace("_", "-")
        version = pins.get(name)
        if version is not None and _is_affected(part, version):
            yield Advisory(name, version, record["id"], _lowest(_fixes(part), version))


def _is_affected(part: dict[str, Any], version: str) -> bool:
    if version in part.get("versions", []):
        return True
    return any(_in_range(one["events"], Version(version)) for one in _ranges(part))


def _ranges(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in part.get("ranges", []) if one["type"] == "ECOSYSTEM"]


def _in_range(events: list[dict[str, str]], version: Version) -> bool:
    """Whether the last event at or below the version began the trouble."""
    is_in = False
    for event in events:
        kind, at = next(iter(event.items()))
        if kind == "introduced" and (at == "0" or Version(at) <= version):
            is_in = True
        elif (kind == "fixed" and Version(at) <= version) or (kind == "last_affected" and Version(at) < version):
            is_in = False
    return is_in


def _fixes(part: dict[str, Any]) -> list[str]:
    return [event["fixed"] for one in _ranges(part) for event in one["events"] if "fixed" in event]


def _lowest(fixes: list[str], version: str) -> str:
    """The lowest version that mends it."""
    try:
        above = sorted(Version(one) for one in fixes if Version(one) > Version(version))
    except InvalidVersion:
        return fixes[0]
    return str(above[0]) if above else ""

"""The code that runs: which it is, whether its history is there, and a bundle of it beside the backups."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kirana.ops.backups.refusals import ProgramFailed

SECONDS = 120


@dataclass(frozen=True, slots=True)
class History:
    """The git history the shop runs from."""

    commit: str
    commits: int
    remote: str  # nothing, when the history is on this machine only
    changed: int  # files that differ from the commit


def history() -> History | None:
    """The history; None where the code was delivered without one, as into a container."""
    if not settings.ROOT.joinpath(".git").exists():
        return None
    return History(
        commit=git("rev-parse", "HEAD"),
        commits=int(git("rev-list", "--count", "HEAD")),
        remote=_without_password(git("remote", "-v").partition("\n")[0]),
        changed=len(git("status", "--porcelain", "--untracked-files=no").splitlines()),
    )


def release() -> str:
    """What names the running code: the commit, or the `RELEASE` it was delivered as, or nothing."""
    found = settings.RELEASE
    if not found and settings.ROOT.joinpath(".git").exists():
        found = git("rev-parse", "HEAD")
    return str(found)


def bundle(into: Path) -> Path:
    """The whole history in one file that git can clone from, verified."""
    path = into.joinpath(f"code-{git('rev-parse', 'HEAD')[:12]}.bundle")
    git("bundle", "create", "--quiet", str(path), "--all")
    git("bundle", "verify", "--quiet", str(path))
    return path


def _without_password(remote: str) -> str:
    """`origin https://host/repository`, whatever stood before the @."""
    words = remote.split()[:2]
    return re.sub(r"//[^/@]*@", "//", " ".join(words))


def git(*words: str) -> str:
    """What git says in the folder of the code. Raises `ProgramFailed` with its reason."""
    done = subprocess.run(  # noqa: S603
        ["git", "-C", str(settings.ROOT), *words],  # noqa: S607
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(program="git", reason=done.stderr.strip()[:300])
    return done.stdout.strip()

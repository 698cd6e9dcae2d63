"""A private PostgreSQL server on a socket of its own, for tests and measurements: started, used, stopped, removed."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

USER = "kirana"


@contextlib.contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A server with one empty database; gives its URL. `durable` keeps fsync, which measurements want."""
    folder = Path(tempfile.mkdtemp(prefix="kirana-pg-"))
    data = folder / "data"
    safety = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-k {folder} -c listen_addresses= -c max_connections=200 {safety}"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    try:
        _run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
        try:
            _run("createdb", "-h", folder, "-U", USER, "kirana")
            yield f"postgres://{USER}@/kirana?host={folder}"
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed; `make test` installs PostgreSQL when it runs as root")
    return path


def _run(name: str, *arguments: object) -> None:
    command = [program(name), *map(str, arguments)]
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        command = ["su", "postgres", "-s", "/bin/sh", "-c", " ".join(f"'{part}'" for part in command)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

"""The file that holds `SECRET_KEY`, and the keys it held before; `manage.py rotate_secret` writes both."""

import os
from pathlib import Path


def place(name: str, *, kept_in: Path) -> Path | None:
    """The file that holds the secret; None when it is given by the environment itself."""
    return None if name in os.environ else Path(os.environ.get(f"{name}_FILE", kept_in))


def old(path: Path) -> list[str]:
    """Keys that were rotated away: a line each with the day, the newest first."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [line.split(maxsplit=1)[1] for line in lines if " " in line]

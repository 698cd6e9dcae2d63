"""Long work in a process of its own: a backup of a large shop takes longer than a job of the queue may.

The process is told nothing but its words; what came of it stands in the tables of backups and drills.
"""

import subprocess
import sys

from django.conf import settings


def start(*words: str) -> None:
    """Run a command of manage.py and do not wait for it."""
    subprocess.Popen(  # noqa: S603
        [sys.executable, str(settings.ROOT.joinpath("manage.py")), *words],
        cwd=settings.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )

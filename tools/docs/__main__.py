"""Write the generated pages, or with `--check` say which of them are not what would be written."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from django.utils import translation

from tools.docs import settings
from tools.docs.source import ROOT, Source

FOLDER = ROOT / "docs"


def pages() -> Iterator[tuple[Path, str]]:
    """The file of each page, and its text."""
    from tools.docs import errors, map, permissions, states

    source = Source()
    for name, module in (
        ("map", map),
        ("states", states),
        ("permissions", permissions),
        ("settings", settings),
        ("errors", errors),
    ):
        yield FOLDER / f"{name}.md", module.page(source)


def main() -> int:
    """Run the verb of the command line."""
    if sys.argv[1:] not in ([], ["--check"]):
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory(prefix="kirana-docs-") as folder:
        _set_up(folder)
        with translation.override("en"):
            found = list(pages())
    return _check(found) if sys.argv[1:] else _write(found)


def _set_up(folder: str) -> None:
    """Django as it is without any setting of this machine's, its data in a folder that goes away."""
    for name in settings.names():
        os.environ.pop(name, None)
    os.environ |= {"KIRANA_DATA": folder, "DJANGO_SETTINGS_MODULE": settings.SETTINGS}
    django.setup()


def _write(found: list[tuple[Path, str]]) -> int:
    FOLDER.mkdir(exist_ok=True)
    for path, text in found:
        path.write_text(text, encoding="utf-8")
        print(f"docs/{path.name}")
    return 0


def _check(found: list[tuple[Path, str]]) -> int:
    old = [path.name for path, text in found if not path.exists() or path.read_text(encoding="utf-8") != text]
    for name in old:
        print(f"docs/{name} is not what the code says now: run `make docs`.")
    if not old:
        print("Every generated page is what the code says.")
    return 1 if old else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How styles and scripts are served: written as many small files, sent as one.

`ui/css/index.css` names the files of the design system with `@import … layer(…)`, which a browser can follow as it
is. `collectstatic` puts them together into that one file, gives every file a name that says its content, and writes
compressed copies beside them.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "ui/css/index.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w.]+)\);')


class BundledStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files with the style sheet in one piece."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if ENTRY in paths and not dry_run:
            source, path = paths[ENTRY]
            bundled = IMPORT.sub(lambda found: self._layer(source, found), source.open(path).read().decode())
            self.delete(ENTRY)
            self._save(ENTRY, ContentFile(bundled.encode()))
            paths[ENTRY] = (self, ENTRY)
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _layer(source: Any, found: re.Match[str]) -> str:
        """One imported file, as the layer it was imported into; `../` is kept true by living in the same folder."""
        text = source.open(f"ui/css/{found['path']}").read().decode()
        return f"@layer {found['layer']} {{\n{text}\n}}"

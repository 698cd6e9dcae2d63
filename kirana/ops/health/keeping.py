"""Where the shop keeps what is not in the database: pictures and files, the cache, styles and scripts."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from kirana.core import locks
from kirana.ops.checks import Answer, Check, Figure, Verdict

PROBE_SECONDS = 30
SERVICE_WORKERS = ("/sw.js", "/service-worker.js")
MOST_ROWS = 20


def storage(_at: datetime) -> Answer:
    """A file can be written, read back and deleted where pictures are kept."""
    figures = [Figure(_("Kind"), type(default_storage).__name__ if settings.DEBUG else _kind(default_storage))]
    content = secrets.token_bytes(64)
    try:
        with locks.outside_transaction():
            is_same = _write_read_delete(content)
    except OSError as error:
        return Answer(Verdict.ACT, _("A file could not be kept: %(error)s"), {"error": str(error)[:200]}, figures)
    if not is_same:
        return Answer(Verdict.ACT, _("A file came back other than it was written."), {}, figures)
    figures.append(Figure(_("Written, read and deleted"), f"{len(content)} B"))
    return Answer(Verdict.GOOD, _("Files are kept and come back as they were."), {}, figures)


def _kind(kept_by: object) -> str:
    return type(getattr(kept_by, "_wrapped", kept_by)).__name__


def _write_read_delete(content: bytes) -> bool:
    name = default_storage.save(f"probe/{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            return bytes(file.read()) == content
    finally:
        default_storage.delete(name)


def memory(_at: datetime) -> Answer:
    """What is put into the cache comes out of it."""
    key, value = f"probe:{secrets.token_hex(8)}", secrets.token_hex(16)
    cache.set(key, value, PROBE_SECONDS)
    came_back = cache.get(key)
    cache.delete(key)
    kind = settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1]
    figures = [Figure(_("Kind"), kind), Figure(_("Processes of the web server"), str(settings.WEB_WORKERS))]
    if came_back != value:
        return Answer(Verdict.ACT, _("The cache forgets what it was just given."), {}, figures)
    return Answer(Verdict.GOOD, _("The cache gives back what it was given."), {}, figures)


def styles(_at: datetime) -> Answer:
    """The styles and scripts that are served are those of this code, and each has a name that says its content."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return Answer(Verdict.NOT_CONNECTED, _("Styles are served as they are written, as developers want it."))
    gathered, folder = staticfiles_storage.hashed_files, Path(settings.STATIC_ROOT)
    manifest = folder.joinpath(staticfiles_storage.manifest_name)
    if not gathered or not manifest.exists():
        return Answer(Verdict.ACT, _("No styles were gathered: run collectstatic."))
    lost = [(path, _("is not there")) for path, name in gathered.items() if not folder.joinpath(name).exists()]
    newer = [(path, _("is newer than what is served")) for path in _changed_since(manifest)]
    rows = [(path, str(why)) for path, why in [*lost, *newer]][:MOST_ROWS]
    figures = [
        Figure(_("Files with a name of their content"), str(len(gathered))),
        Figure(_("Gathered"), f"{datetime.fromtimestamp(int(manifest.stat().st_mtime), UTC):%Y-%m-%d %H:%M} UTC"),
        Figure(_("Service worker"), _service_worker()),
    ]
    if rows:
        return Answer(
            Verdict.ACT,
            _("%(number)s styles or scripts are not those of this code."),
            {"number": len(rows)},
            figures,
            rows,
        )
    return Answer(Verdict.GOOD, _("Styles and scripts are those of this code."), {}, figures)


def _changed_since(manifest: Path) -> list[str]:
    gathered_at = manifest.stat().st_mtime_ns
    found = ((path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([]))
    return [path for path, file in found if Path(file).stat().st_mtime_ns > gathered_at]


def _service_worker() -> str:
    """The address of the service worker, or that there is none: then no browser keeps a page of an older release."""
    for address in SERVICE_WORKERS:
        try:
            resolve(address)
        except Resolver404:
            continue
        return address
    return str(_("none: no browser keeps old pages"))


CHECKS = (
    Check("health.storage", _("Pictures and files"), 30, "storage-fails", storage),
    Check("health.cache", _("The cache"), 5, "cache-fails", memory),
    Check("health.static", _("Styles and scripts"), 60, "styles-old", styles),
)

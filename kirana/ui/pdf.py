"""PDFs of pages that are made to be printed. What draws them is large and only loaded when one is asked for."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext_lazy as _
from PIL import ImageFile

from kirana.core.errors import ShopError

OURS = "http://shop.invalid/static/"  # what addresses in a style sheet are read against; nothing is fetched from a net


class NoPdfHere(ShopError):
    code = "no_pdf_here"
    status = 503
    sentence = _("This machine cannot draw PDFs: the Pango library is missing. Print the page instead.")


def draw(page: str, *, style: str) -> bytes:
    """The PDF of a page with one of our style sheets. Raises `NoPdfHere` where the libraries are missing."""
    weasyprint = _drawer()
    path = Path(str(finders.find(style)))
    sheet = weasyprint.CSS(string=path.read_text(encoding="utf-8"), base_url=OURS + style, url_fetcher=_fetch)
    drawn: bytes = weasyprint.HTML(string=page, base_url=OURS, url_fetcher=_fetch).write_pdf(stylesheets=[sheet])
    return drawn


def _drawer() -> Any:
    """WeasyPrint. Loading it has Pillow take half a picture for a whole one, in all of the process; not in ours."""
    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        import weasyprint
    except OSError as missing:
        raise NoPdfHere() from missing
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = strict
    return weasyprint


def _fetch(url: str, *_more: Any, **_options: Any) -> Any:
    """A file of ours that a style sheet names; anything else is refused."""
    from weasyprint.urls import URLFetcherResponse

    found = finders.find(url.removeprefix(OURS)) if url.startswith(OURS) else None
    if found is None:
        raise ValueError(f"not a file of the shop: {url}")
    return URLFetcherResponse(url, body=Path(str(found)).read_bytes())

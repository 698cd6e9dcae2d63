"""Answers that are a tax document: the page to print, or the PDF. Who may see it, the screen has asked."""

from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from kirana.invoicing import printing
from kirana.invoicing.models import Document
from kirana.ui.pdf import NoPdfHere, draw

A_DAY = 24 * 3600


def page_of(document: Document, *, pdf_name: str, **parts: Any) -> HttpResponse:
    """The page, with the way to its PDF: the address `pdf_name`, made of `parts` and the document's number."""
    pdf_at = reverse(pdf_name, kwargs={**parts, "document": document.number})
    return HttpResponse(printing.as_html(document, language=get_language() or "en", pdf_at=pdf_at))


def pdf_of(document: Document) -> HttpResponse:
    """The PDF; where none can be made the page to print, which says so."""
    language = get_language() or "en"
    try:
        drawn = _drawn(document, language)
    except NoPdfHere as missing:
        return HttpResponse(
            printing.as_html(document, language=language, notice=missing.message), status=missing.status
        )
    answer = HttpResponse(drawn, content_type="application/pdf")
    name = document.number.replace("/", "-")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _drawn(document: Document, language: str) -> bytes:
    """The PDF, kept for a day: a document never changes."""
    key = f"pdf:{document.facts_hash}:{language}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = draw(printing.for_pdf(document, language=language), style=printing.STYLE)
        cache.set(key, kept, A_DAY)
    return kept

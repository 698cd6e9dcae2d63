"""What must be true of documents: no gap, no repeat, nothing changed, nothing taken back twice (invariant G4)."""

from collections.abc import Iterator

from django.db.models import BigIntegerField, F, Max, Min, OuterRef, Subquery, Sum
from django.db.models import Count as Rows
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kirana.core.numbers import Counter
from kirana.invoicing.models import Document, DocumentLine
from kirana.invoicing.services import numbering

PARTS = ("taxable_paise", "cgst_paise", "sgst_paise", "igst_paise", "total_paise")


def check() -> Iterator[str]:
    """A sentence for every series with a gap, and every document that is not what was written."""
    yield from gaps()
    yield from _lines_sum_up()
    yield from _nothing_was_changed()
    yield from _no_more_credited_than_invoiced()


def gaps() -> Iterator[str]:
    """A sentence for every series whose numbers are not 1, 2, 3 … as far as it was drawn."""
    drawn = dict(Counter.objects.filter(series__startswith="invoicing:").values_list("series", "last"))
    series = Document.objects.order_by().values("store_id", "kind", "financial_year")
    for found in series.annotate(first=Min("sequence"), last=Max("sequence"), rows=Rows("pk")):
        name = numbering.series_of(store_id=found["store_id"], kind=found["kind"], year=found["financial_year"])
        last = drawn.pop(name, 0)
        if (found["first"], found["last"], found["rows"]) != (1, last, last):
            yield _("%(series)s: %(rows)s documents, from %(first)s to %(last)s, but %(drawn)s were numbered") % {
                "series": name,
                "rows": found["rows"],
                "first": found["first"],
                "last": found["last"],
                "drawn": last,
            }
    for name, last in drawn.items():
        yield _("%(series)s: %(drawn)s were numbered, and there are none") % {"series": name, "drawn": last}


def _lines_sum_up() -> Iterator[str]:
    lines = DocumentLine.objects.filter(document=OuterRef("pk")).order_by().values("document")
    sums = {
        f"lines_{part}": Coalesce(Subquery(lines.annotate(n=Sum(part)).values("n"), output_field=BigIntegerField()), 0)
        for part in PARTS
    }
    documents = Document.objects.annotate(**sums)
    for part in PARTS:
        for document in documents.exclude(**{part: F(f"lines_{part}")}):
            yield _("%(number)s: its lines do not sum to its %(part)s") % {"number": document.number, "part": part}


def _nothing_was_changed() -> Iterator[str]:
    for document in Document.objects.order_by("pk").iterator():
        totals = document.facts["totals"]
        said = (totals["taxable"], totals["cgst"], totals["sgst"], totals["igst"], totals["total"])
        columns = tuple(getattr(document, part) for part in PARTS)
        is_same = (document.facts["number"], said) == (document.number, columns)
        if document.facts_hash != numbering.hash_of(document.facts) or not is_same:
            yield _("%(number)s was changed after it was written") % {"number": document.number}


def _no_more_credited_than_invoiced() -> Iterator[str]:
    credited = (
        Document.objects.filter(corrects__isnull=False)
        .order_by()
        .values("corrects", "corrects__number", "corrects__total_paise")
    )
    for found in credited.annotate(taken=Sum("total_paise")).filter(taken__gt=F("corrects__total_paise")):
        yield _("%(number)s: %(taken)s was taken back of %(total)s") % {
            "number": found["corrects__number"],
            "taken": found["taken"],
            "total": found["corrects__total_paise"],
        }

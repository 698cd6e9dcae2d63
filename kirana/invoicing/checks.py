"""What the shop asks about its invoices, again and again."""

from datetime import datetime
from itertools import islice

from django.utils.translation import gettext_lazy as _

from kirana.invoicing import books
from kirana.invoicing.models import Document
from kirana.ops.checks import Answer, Check, Figure, Verdict

SCREENFUL = 20


def _gapless(_at: datetime) -> Answer:
    """Whether every series of numbers is without a gap, and every document as it was written."""
    wrong = list(islice(books.check(), SCREENFUL))
    documents = Document.objects.count()
    series = Document.objects.order_by().values("store_id", "kind", "financial_year").distinct().count()
    figures = (
        Figure(_("Documents"), str(documents)),
        Figure(_("Series of numbers"), str(series)),
    )
    if wrong:
        rows = [(sentence,) for sentence in wrong]
        return Answer(Verdict.ACT, _("The invoices are not as they were written."), figures=figures, rows=rows)
    return Answer(Verdict.GOOD, _("Every number was given once and none is missing."), figures=figures)


GAPLESS = Check("invoices.gapless", _("Invoice numbers"), minutes=60, runbook="invoice-numbers", run=_gapless)

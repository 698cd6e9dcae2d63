"""Whether the books are right and the log is whole: the same questions as `manage.py check_books`."""

from datetime import datetime
from itertools import islice

from django.utils.translation import gettext_lazy as _

from kirana.core import audit
from kirana.core.audit import AuditHead
from kirana.ops import books
from kirana.ops.checks import Answer, Check, Figure, Verdict

MOST_FINDINGS = 20


def right(_at: datetime) -> Answer:
    """Every book is right. A book whose rows are being written may be asked between two of them: it is asked twice."""
    found = list(islice(books.audit_all(), MOST_FINDINGS))
    if found:
        again = {(one.book, one.sentence) for one in islice(books.audit_all(), MOST_FINDINGS)}
        found = [one for one in found if (one.book, one.sentence) in again]
    figures = [Figure(_("Books"), ", ".join(books.names()))]
    if found:
        rows = [(one.book, one.sentence) for one in found]
        return Answer(
            Verdict.ACT, _("%(number)s things in the books are wrong."), {"number": len(found)}, figures, rows
        )
    return Answer(Verdict.GOOD, _("All %(number)s books are right."), {"number": len(books.names())}, figures)


def chain(_at: datetime) -> Answer:
    """The log of who changed what is whole."""
    broken = list(islice(audit.verify(), MOST_FINDINGS))
    head = AuditHead.objects.first()
    figures = [Figure(_("Entries"), str(head.last_number if head else 0))]
    if head:
        figures.append(Figure(_("Last hash"), head.last_hash[:16]))
    if broken:
        sentence = _("The log was changed in %(number)s places.")
        return Answer(Verdict.ACT, sentence, {"number": len(broken)}, figures, [(one,) for one in broken])
    return Answer(Verdict.GOOD, _("The log is whole."), {}, figures)


CHECKS = (
    Check("books.right", _("The books"), 30, "books-not-right", right),
    Check("audit.chain", _("The log"), 60, "books-not-right", chain),
)

"""What does not add up in the ledgers: lines nobody paid, cash that was short or stays out, khata left unpaid."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.core import clock
from kirana.flows.money_exception import MoneyException
from kirana.payments.ledgers import days, selectors
from kirana.payments.ledgers.settlements import selectors as settlements
from kirana.stores.models import Store

CASH_OUT = timedelta(hours=24)
SILENT = timedelta(days=30)


def find(at: datetime) -> Iterator[MoneyException]:
    """The exceptions of every store's ledgers."""
    for store_id in Store.objects.order_by("pk").values_list("pk", flat=True):
        yield from _strangers(store_id)
        yield from _differences(store_id)
        yield from _cash_that_stays_out(store_id, at)
        yield from _unpaid_khatas(store_id, at)


def _strangers(store_id: int) -> Iterator[MoneyException]:
    """Lines of settlement files that fit no payment of ours."""
    action = gettext_lazy("Look the id up at the gateway. If it is no payment of this shop, ask the gateway.")
    for line in settlements.unmatched(store_id=store_id):
        facts = {"file": line.file.filename, "row": line.row_number, "what": line.get_problem_display()}
        sentence = _("%(file)s, row %(row)s: %(what)s") % facts
        reference = f"settlement:{line.file_id}"
        yield MoneyException("settlement_line", reference, line.gross_paise, line.file.at, sentence, action)


def _differences(store_id: int) -> Iterator[MoneyException]:
    """Counts that found another amount, until the day they were found on is closed."""
    last = days.latest(store_id=store_id)
    found = selectors.cash_differences(store_id=store_id)
    action = gettext_lazy("Talk to who counted. It is in the books; closing the day settles it.")
    for entry in found.filter(at__gt=last.until) if last else found:
        who = str(entry.account.holder or _("Till"))
        sentence = _("%(who)s: counted another amount (%(why)s)") % {"who": who, "why": entry.why}
        yield MoneyException("cash_difference", f"cash:{entry.pk}", entry.change_paise, entry.at, sentence, action)


def _cash_that_stays_out(store_id: int, at: datetime) -> Iterator[MoneyException]:
    """Cash that a rider has had for longer than a day."""
    action = gettext_lazy("Have it handed in at the counter.")
    for box in selectors.cash_out_since(store_id=store_id, before=at - CASH_OUT):
        sentence = _("%(who)s has had cash for more than a day") % {"who": box.holder}
        since: datetime = vars(box)["last_at"]
        yield MoneyException("cash_not_handed_in", f"cash:{box.pk}", box.balance_paise, since, sentence, action)


def _unpaid_khatas(store_id: int, at: datetime) -> Iterator[MoneyException]:
    """Khatas that are overdue and on which nothing was paid for a month."""
    action = gettext_lazy("Send a reminder or call; close the khata so that no more is given.")
    overdue = selectors.khatas(store_id=store_id, on=clock.shop_date(at), only="overdue")
    for account in selectors.silent_since(overdue, before=at - SILENT):
        facts = vars(account)
        sentence = _("The khata of %(who)s is overdue, and nothing was paid for a month") % {"who": account.customer}
        since = facts["last_paid_at"] or account.opened_at
        yield MoneyException("khata_unpaid", f"khata:{account.pk}", facts["overdue_paise"], since, sentence, action)

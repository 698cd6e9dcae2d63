"""Asha's request from its first word to its end, and what the shop may do about it."""

from datetime import timedelta

import pytest

from kirana.core.outbox import OutboxMessage
from kirana.core.states import IllegalMove
from kirana.payments.ledgers.models import CreditAccount
from kirana.payments.ledgers.refusals import NothingToWrite
from kirana.support import services as support
from kirana.support.models import Ticket, TicketMessage
from tests.cast import NOW
from tests.support.asked import a_ticket

HOUR = timedelta(hours=1)


def mails() -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("facts__event", "address"))


def chitra(lakshmi, at=NOW):
    return {"by": lakshmi.chitra.as_actor(), "at": at}


def test_a_request_gets_a_number_and_is_acknowledged_at_once(lakshmi):
    ticket = a_ticket(lakshmi)
    assert ticket.number.startswith("R-")
    assert mails() == [("opened", "asha@example.com")]
    assert OutboxMessage.objects.get().facts["number"] == ticket.number
    assert list(ticket.history.values_list("to_state", flat=True)) == ["open"]


def test_pressing_twice_is_one_request(lakshmi):
    first = a_ticket(lakshmi, key="one-press")
    assert a_ticket(lakshmi, key="one-press") == first
    assert (Ticket.objects.count(), TicketMessage.objects.count(), len(mails())) == (1, 1, 1)


def test_a_sixth_request_of_one_day_is_refused(lakshmi, nothing_moves):
    for _request in range(5):
        a_ticket(lakshmi)
    with nothing_moves(), pytest.raises(support.TooManyRequests):
        a_ticket(lakshmi)
    assert Ticket.objects.count() == 5
    assert a_ticket(lakshmi, phone="+919845011002", email="").name == "Asha Iyer"


def test_nothing_but_spaces_is_no_request(lakshmi):
    with pytest.raises(support.NothingWritten):
        a_ticket(lakshmi, text="  \r\n ")
    assert Ticket.objects.count() == 0


def test_an_answer_goes_out_and_the_first_one_is_remembered(lakshmi):
    ticket = a_ticket(lakshmi)
    support.answer(ticket=ticket, text="We bring six new ones.", **chitra(lakshmi, NOW + HOUR))
    support.answer(ticket=ticket, text="At five.", **chitra(lakshmi, NOW + 2 * HOUR))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.answered_at) == ("answered", NOW + HOUR)
    assert [event for event, _to in mails()] == ["opened", "answered", "answered"]


def test_writing_back_opens_what_was_settled(lakshmi):
    ticket = a_ticket(lakshmi)
    support.resolve(ticket=ticket, text="Done.", **chitra(lakshmi))
    assert ticket.resolved_at == NOW
    support.write_back(ticket=ticket, text="Two were broken.", by=lakshmi.asha.user.as_customer(), at=NOW + HOUR)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.resolved_at, ticket.messages.count()) == ("open", None, 3)


def test_what_is_settled_is_not_answered(lakshmi):
    ticket = a_ticket(lakshmi)
    support.resolve(ticket=ticket, text="Done.", **chitra(lakshmi))
    with pytest.raises(IllegalMove):
        support.answer(ticket=ticket, text="Once more.", **chitra(lakshmi))
    assert ticket.messages.count() == 2
    support.reopen(ticket=ticket, **chitra(lakshmi))
    assert ticket.state == "open"


def test_goodwill_is_given_once_for_one_press(lakshmi, findings):
    ticket = a_ticket(lakshmi, customer_id=lakshmi.asha.pk)
    for _press in range(2):
        support.give_credit(ticket=ticket, amount_paise=50_00, key="k", **chitra(lakshmi))
    ticket.refresh_from_db()
    assert (ticket.credit_paise, CreditAccount.objects.get().balance_paise) == (50_00, 50_00)
    assert findings() == []


def test_a_guest_has_no_account_for_credit_and_nothing_is_not_given(lakshmi):
    with pytest.raises(support.NoAccountForCredit):
        support.give_credit(ticket=a_ticket(lakshmi), amount_paise=50_00, key="k", **chitra(lakshmi))
    ticket = a_ticket(lakshmi, customer_id=lakshmi.asha.pk)
    with pytest.raises(NothingToWrite):
        support.give_credit(ticket=ticket, amount_paise=0, key="k", **chitra(lakshmi))
    assert not CreditAccount.objects.filter(balance_paise__gt=0).exists()

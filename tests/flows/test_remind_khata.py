"""Reminders: once a period by themselves, once a day by hand, in the customer's language, with a way to pay."""

from datetime import datetime

import pytest

from kirana.core.errors import NotFound
from kirana.core.outbox import OutboxMessage
from kirana.customers.models import Customer
from kirana.flows import keep_khata, remind_khata
from kirana.flows.remind_khata import NoMailAddress, NothingOwed
from kirana.notifications.channels.mail import render_to_string
from kirana.payments.ledgers import khata, selectors
from tests.cast import BY, ZONE

FEBRUARY, DUE_DAY = datetime(2026, 2, 10, 10, tzinfo=ZONE), datetime(2026, 3, 5, 8, tzinfo=ZONE)


@pytest.fixture
def ashas(lakshmi):
    """₹608 given in February, due on 5 March."""
    account = khata.open_account(
        store_id=lakshmi.store.pk, customer_id=lakshmi.asha.pk, limit_paise=2000_00, due_day=5, by=BY, at=FEBRUARY
    )
    khata.give(customer_id=lakshmi.asha.pk, reference="", amount_paise=608_00, key="g", by=BY, at=FEBRUARY)
    return account


def found(account, at=DUE_DAY):
    return selectors.khata(store_id=account.store_id, account_id=account.pk, on=at.date())


def test_on_the_due_day_asha_is_reminded_once_however_often_the_job_runs(ashas):
    for hour in (8, 11, 14):
        remind_khata.remind_due(at=DUE_DAY.replace(hour=hour))
    message = OutboxMessage.objects.get()
    assert (message.address, message.template) == ("asha@example.com", "khata_reminder")
    assert (message.facts["owed"], message.facts["due_then"], message.facts["overdue"]) == ("₹608", "₹608", "")


def test_a_day_on_which_nothing_ran_is_made_good_and_later_is_too_late(ashas):
    assert remind_khata.remind_due(at=DUE_DAY.replace(day=9)) == 0
    assert remind_khata.remind_due(at=DUE_DAY.replace(day=7)) == 1


def test_next_month_is_another_period(ashas):
    remind_khata.remind_due(at=DUE_DAY)
    remind_khata.remind_due(at=DUE_DAY.replace(month=4))
    assert OutboxMessage.objects.count() == 2


def test_what_was_given_this_month_is_not_due_yet(lakshmi, ashas):
    khata.repay(account_id=ashas.pk, amount_paise=608_00, means="cash", utr="", key="p", by=BY, at=FEBRUARY)
    khata.give(customer_id=lakshmi.asha.pk, reference="", amount_paise=10_00, key="g2", by=BY, at=DUE_DAY)
    assert remind_khata.remind_due(at=DUE_DAY) == 0


def test_by_hand_it_goes_once_a_day(ashas):
    for _press in range(2):
        remind_khata.remind(account=found(ashas), by=BY, at=DUE_DAY)
    assert OutboxMessage.objects.count() == 1


def test_nothing_owed_and_nowhere_to_write_are_said(lakshmi, ashas):
    kamalas = keep_khata.open_for_new_customer(
        store_id=lakshmi.store.pk,
        name="Kamala",
        phone="+919845011007",
        limit_paise=900_00,
        due_day=5,
        by=BY,
        at=FEBRUARY,
    )
    with pytest.raises(NothingOwed):
        remind_khata.remind(account=found(kamalas), by=BY, at=DUE_DAY)
    khata.give(customer_id=kamalas.customer_id, reference="", amount_paise=5_00, key="k", by=BY, at=FEBRUARY)
    with pytest.raises(NoMailAddress):
        remind_khata.remind(account=found(kamalas), by=BY, at=DUE_DAY)
    assert OutboxMessage.objects.count() == 0
    assert remind_khata.sms_link(found(kamalas)).startswith("sms:+919845011007?body=Namaste%20Kamala")
    assert remind_khata.whatsapp_link(found(kamalas)).startswith("https://wa.me/919845011007?text=Namaste%20Kamala")


def test_the_words_are_in_ashas_language_and_lead_to_her_page(lakshmi, ashas):
    Customer.objects.filter(pk=lakshmi.asha.pk).update(language="hi")
    said = remind_khata.words(found(ashas))
    assert "₹608" in said
    assert "/hi/khata/" in said
    token = remind_khata.page_of(found(ashas)).rstrip("/").rsplit("/", 1)[1]
    assert remind_khata.by_token(token=token, at=DUE_DAY) == ashas


@pytest.mark.parametrize("token", ["1", "1:made-up", "", "x:y"])
def test_an_address_that_was_made_up_leads_nowhere(ashas, token):
    with pytest.raises(NotFound):
        remind_khata.by_token(token=token, at=DUE_DAY)


def test_the_upi_link_asks_for_exactly_what_is_owed(ashas, settings):
    settings.UPI_VPA = settings.UPI_PAYEE = ""
    assert remind_khata.pay_link(found(ashas)) == ""
    settings.UPI_VPA, settings.UPI_PAYEE = "lakshmi@okbank", "Lakshmi Stores"
    link = remind_khata.pay_link(found(ashas))
    assert link.startswith("upi://pay?pa=lakshmi@okbank&pn=Lakshmi%20Stores&am=608.00")
    remind_khata.remind(account=found(ashas), by=BY, at=DUE_DAY)
    message = OutboxMessage.objects.get()
    assert link in render_to_string("notifications/mail/khata_reminder.txt", message.facts)

"""Reminding someone of their khata: by mail when there is an address, and as words for SMS or WhatsApp."""

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kirana.core import audit, clock, jobs, locks, outbox
from kirana.core.actors import Actor, system
from kirana.core.dates import written
from kirana.core.errors import NotFound, ShopError
from kirana.core.money import format_rupees
from kirana.notifications.tasks import send_messages
from kirana.payments.ledgers import selectors
from kirana.payments.ledgers.dues import due
from kirana.payments.ledgers.models import KhataAccount
from kirana.payments.upi import upi_link
from kirana.stores.models import Store

SALT = "the payment page of a khata"
LATE_BY = 3  # days after the due day on which a reminder that was missed still goes out
BY = system("khata reminders")


class NoMailAddress(ShopError):
    code = "no_mail_address"
    status = 422
    sentence = gettext_lazy("There is no e-mail address. Send the words below by SMS or WhatsApp.")


class NothingOwed(ShopError):
    code = "nothing_owed"
    sentence = gettext_lazy("Nothing is owed on this khata.")


def pay_link(account: KhataAccount) -> str:
    """The UPI link for all that is owed; nothing when the shop has named no UPI address, or nothing is owed."""
    if not settings.UPI_VPA or account.balance_paise <= 0:
        return ""
    return upi_link(
        vpa=settings.UPI_VPA,
        payee=settings.UPI_PAYEE or account.store.name,
        amount_paise=account.balance_paise,
        reference=f"KHATA-{account.pk}",
    )


def page_of(account: KhataAccount) -> str:
    """The whole address of the page on which a khata is paid; who has it needs no account with us."""
    with translation.override(account.customer.language):
        return settings.SITE_URL + reverse("khata_page", kwargs={"token": Signer(salt=SALT).sign(str(account.pk))})


def by_token(*, token: str, at: datetime) -> KhataAccount:
    """The khata of such an address; `NotFound` for one that was made up."""
    try:
        account_id = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError) as error:
        raise NotFound() from error
    found = KhataAccount.objects.filter(pk=account_id).values_list("store_id", flat=True).first()
    if found is None:
        raise NotFound()
    return selectors.khata(store_id=found, account_id=account_id, on=clock.shop_date(at))


def words(account: KhataAccount) -> str:
    """The reminder as a short message, in the customer's language."""
    with translation.override(account.customer.language):
        language = account.customer.language
        facts = {
            "name": _first_name(account),
            "shop": account.store.name_in(language),
            "amount": format_rupees(account.balance_paise, language),
            "link": page_of(account),
        }
        return _("Namaste %(name)s, %(amount)s is open on your khata at %(shop)s. Pay here: %(link)s") % facts


def whatsapp_link(account: KhataAccount) -> str:
    """Where WhatsApp opens with the words typed in; nothing without a phone."""
    digits = account.customer.phone.removeprefix("+")
    return f"https://wa.me/{digits}?text={quote(words(account))}" if digits else ""


def sms_link(account: KhataAccount) -> str:
    """Where the phone's own messages open with the words typed in; nothing without a phone."""
    return f"sms:{account.customer.phone}?body={quote(words(account))}" if account.customer.phone else ""


def remind(*, account: KhataAccount, by: Actor, at: datetime) -> None:
    """Send a reminder by mail, at most one a day. Raises `NothingOwed`, `NoMailAddress`."""
    if account.balance_paise <= 0:
        raise NothingOwed()
    if not _mail_of(account):
        raise NoMailAddress()
    with locks.transaction():
        _post(account, f"{clock.shop_date(at):%Y%m%d}", at)
        subject = f"khata:{account.pk}"
        audit.record(action="khata.remind", subject=subject, by=by, at=at, owed_paise=account.balance_paise)


def remind_due(*, at: datetime) -> int:
    """Remind everyone whose khata falls due today, or fell due in the last days while nothing ran; once a period."""
    on = clock.shop_date(at)
    reminded = 0
    for store_id in Store.objects.values_list("pk", flat=True):
        owing = selectors.khatas(store_id=store_id, on=on, only="owing").select_related("customer__user", "store")
        for account in owing.filter(due_day__lte=on.day, due_day__gte=on.day - LATE_BY):
            if vars(account)["due_by_now_paise"] and _mail_of(account):
                _post(account, f"{on:%Y-%m}", at)
                reminded += 1
    return reminded


def _post(account: KhataAccount, period: str, at: datetime) -> None:
    """The mail of a period into the outbox; the same period again is the same mail."""
    customer, language = account.customer, account.customer.language
    found = due(account, on=clock.shop_date(at))
    with translation.override(language):
        facts = {
            "name": _first_name(account),
            "owed": format_rupees(account.balance_paise, language),
            "overdue": format_rupees(found.overdue_paise, language) if found.overdue_paise else "",
            "due_on": written(found.next_on, "d MMMM"),
            "due_then": format_rupees(found.next_paise, language) if found.next_paise else "",
            "shop": account.store.name_in(language),
            "shop_phone": account.store.phone,
            "link": page_of(account),
            "upi": pay_link(account),
            "button": _("See and pay"),
        }
    outbox.post(
        channel="mail",
        address=_mail_of(account),
        template="khata_reminder",
        facts=facts,
        language=customer.language,
        dedupe_key=f"khata_reminder:{account.pk}:{period}",
        at=at,
    )
    jobs.enqueue(send_messages)


def _mail_of(account: KhataAccount) -> str:
    customer = account.customer
    return customer.email or (customer.user.email if customer.user and customer.user.email else "")


def _first_name(account: KhataAccount) -> str:
    words_ = account.customer.name.split()
    return words_[0] if words_ else ""

"""Every mail the shop sends, in English and Hindi, as text and as a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import translation
from jinja2 import UndefinedError

from kirana import notifications
from kirana.core.locks import NetworkInsideTransaction
from kirana.core.outbox import OutboxMessage
from kirana.notifications.channels import ALL, Mail

WORDS = Path(notifications.__file__).parent / "jinja2" / "notifications" / "mail"
OTHERS = {"khata_reminder", "ticket"}  # of other paragraphs than the mails of an order; told at the end
TEMPLATES = sorted({path.stem for path in WORDS.glob("*.txt")} - OTHERS)
LINK = "https://kirana.example/orders/a-token/"
FACTS = {
    "name": "Asha",
    "number": "KM-10042",
    "total": "₹1,249.50",
    "shop": "Lakshmi Stores",
    "shop_phone": "+918040012345",
    "link": LINK,
    "rider": "Dev Kumar",
    "why": "no rider today",
    "amount": "₹57",
}
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
SUBJECTS = {
    "order_accepted": "Your order KM-10042 is accepted",
    "order_cancelled": "Your order KM-10042 is cancelled",
    "order_delivered": "Your order KM-10042 is delivered",
    "order_out": "Your order KM-10042 is on the way",
    "order_packed": "Your order KM-10042 is packed",
    "order_placed": "We have your order KM-10042",
    "order_refunded": "₹57 for order KM-10042 is given back",
}
SENTENCES = {
    "order_accepted": "the shop has taken your order on and picks it next.",
    "order_cancelled": (
        "your order was cancelled: no rider today. Nothing is to be paid; what you have paid is on its way back."
    ),
    "order_delivered": (
        "your order is with you, ₹1,249.50. If anything is not right, call us: we mend most things the same day."
    ),
    "order_out": "Dev Kumar is bringing your order. Please keep ₹1,249.50 ready.",
    "order_packed": "everything is picked and weighed. The bill is ₹1,249.50.",
    "order_placed": (
        "thank you! The shop has your order of ₹1,249.50. You can follow it, or cancel it until it is packed, here:"
    ),
    "order_refunded": (
        "we have given back ₹57, the way you paid it. A bank may take a few days to show it. Why: no rider today"
    ),
}


class Page(HTMLParser):
    """What a mail program would show of a page: its language, links, and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self.links, self.words = "", list[str](), list[str]()
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.tags.append(tag)
        self.language = facts.get("lang") or self.language
        if tag == "a":
            self.links.append(facts["href"] or "")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())


def sent(template: str, language: str = "en", **facts: str) -> tuple[EmailMultiAlternatives, Page]:
    """The mail as it leaves, and its page."""
    message = OutboxMessage(
        channel="mail", address="asha@example.com", template=template, language=language, facts=FACTS | facts
    )
    Mail().send(message)
    [left] = mail.outbox
    [(html, kind)] = left.alternatives
    assert kind == "text/html"
    return left, Page(html)


def test_every_kind_of_mail_is_known_here():
    assert set(SUBJECTS) == set(SENTENCES) == set(TEMPLATES)
    assert isinstance(ALL["mail"], Mail)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_words_in_english(template):
    left, page = sent(template)
    assert (left.to, left.subject) == (["asha@example.com"], SUBJECTS[template])
    assert left.body.split("\n\n") == [
        "Namaste Asha,",
        SENTENCES[template],
        LINK,
        "Lakshmi Stores · +91 80 4001 2345\n",
    ]
    assert page.language == "en"
    assert page.words == [
        SUBJECTS[template],  # the title, and the shop above it and under it
        "Lakshmi Stores",
        SUBJECTS[template],
        "Namaste Asha,",
        SENTENCES[template],
        "See the order",
        "Lakshmi Stores · +91 80 4001 2345",
    ]
    assert page.links == [LINK]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_words_in_hindi_whatever_language_is_in_force(template):
    with translation.override("en"):
        left, page = sent(template, "hi", name="आशा", shop="लक्ष्मी स्टोर्स")
        assert translation.get_language() == "en"
    greeting, sentence, link, shop = left.body.split("\n\n")
    for words in (left.subject, greeting, sentence):
        assert DEVANAGARI.search(words.replace("आशा", ""))
    assert "KM-10042" in left.subject
    assert "आशा" in greeting
    assert (link, shop) == (LINK, "लक्ष्मी स्टोर्स · +91 80 4001 2345\n")
    for fact in ("₹1,249.50", "Dev Kumar", "no rider today"):
        assert (fact in sentence) is (fact in SENTENCES[template])

    assert (page.language, page.links) == ("hi", [LINK])
    assert page.words[1:5] == ["लक्ष्मी स्टोर्स", left.subject, greeting, sentence]
    assert DEVANAGARI.search(page.words[5])  # the button


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_is_left_to_be_filled_in(template, language):
    left, page = sent(template, language)
    for words in (left.subject, left.body, " ".join(page.words)):
        assert not re.search(r"%\(|\{\{|\{%|%s|None|&(amp|lt|#)", words)
    assert "\n" not in left.subject


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_people_typed_is_text_and_never_a_tag(template):
    typed = {"name": "<b>Asha</b> & co", "why": "<script>no</script>", "rider": "<i>Dev</i>", "shop": "Rice & <Dal>"}
    _left, plain = sent(template)
    mail.outbox.clear()
    left, page = sent(template, **typed)
    assert page.tags == plain.tags
    assert left.body.startswith("Namaste <b>Asha</b> & co,\n")
    assert "Namaste <b>Asha</b> & co," in page.words
    assert page.words[1] == "Rice & <Dal>"


def test_a_mail_that_lacks_a_fact_does_not_leave():
    message = OutboxMessage(address="asha@example.com", template="order_out", language="en", facts={"name": "Asha"})
    with pytest.raises(UndefinedError, match="is undefined"):
        Mail().send(message)
    assert mail.outbox == []


@pytest.mark.django_db
def test_no_mail_leaves_while_a_transaction_is_open():
    with pytest.raises(NetworkInsideTransaction), transaction.atomic():
        sent("order_placed")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        ("₹499", "Dev Kumar is bringing your order. Please keep ₹499 ready."),
        ("", "Dev Kumar is bringing your order. It is paid already."),
    ],
    ids=["at the door", "paid"],
)
def test_only_who_still_owes_is_asked_to_keep_money_ready(due, sentence):
    mail, page = sent("order_out", due=due)
    assert sentence in mail.body
    assert sentence in page.words


def test_a_khata_that_falls_due_is_told_with_what_and_until_when():
    facts = {
        "owed": "₹1,500",
        "overdue": "₹500",
        "due_then": "₹1,000",
        "due_on": "5 April 2026",
        "upi": "lakshmi@okbank",
    }
    left, page = sent("khata_reminder", **facts)
    assert left.subject == "Your khata at Lakshmi Stores: ₹1,500"
    assert re.sub(r"\n{2,}", "\n\n", left.body).split("\n\n") == [
        "Namaste Asha,",
        "₹1,500 is open on your khata. Of it ₹500 is past its due day. ₹1,000 is due on 5 April 2026.",
        "You can pay any part of it by UPI or at the counter. There is no interest.",
        "In your UPI app: lakshmi@okbank",
        LINK,
        "Lakshmi Stores · +91 80 4001 2345\n",
    ]
    assert page.links == [LINK]


def test_a_khata_without_what_is_overdue_says_nothing_of_it():
    left, _page = sent("khata_reminder", owed="₹1,500", overdue="", due_then="", due_on="", upi="")
    assert "₹1,500 is open on your khata.\n" in left.body
    assert "UPI app" not in left.body


TICKETS = {
    "opened": ("We have your request KM-10042", "We answer within 48 hours and settle it within a month."),
    "answered": ("An answer to your request KM-10042", "We looked, and you are right."),
    "settled": ("Your request KM-10042 is settled", "We looked, and you are right."),
}


@pytest.mark.parametrize("event", TICKETS)
def test_what_becomes_of_a_request_is_told(event):
    facts = {"event": event, "officer": "Meera Rao", "officer_email": "grievance@lakshmi.example"}
    left, page = sent("ticket", text="We looked, and you are right.", **facts)
    subject, words = TICKETS[event]
    assert left.subject == subject
    assert words in left.body
    assert ("Grievance officer: Meera Rao, grievance@lakshmi.example" in left.body) is (event == "opened")
    assert page.links == [LINK]

import smtplib
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from kirana.core import locks
from kirana.core.outbox import OutboxMessage
from kirana.notifications.channels.contract import ChannelError


def said(text: str, /, **facts: Any) -> str:
    """The text in the language in force, with its facts as they were typed: a plain mail has no tags to guard."""
    return translation.gettext(text) % facts


def said_of_many(one: str, many: str, num: int, /, **facts: Any) -> str:
    """The text for so many."""
    return translation.ngettext(one, many, num) % {"num": num, **facts}


PLAIN = {"_": said, "ngettext": said_of_many}  # in place of the pages' own, which escape


class Mail:
    """Mail in the person's language: `notifications/mail/<template>.txt`, whose first line is the subject.

    Its page is `<template>.html` where there is one, and else the page that all mails to shoppers share.
    """

    def send(self, message: OutboxMessage) -> None:
        with translation.override(message.language):
            text = render_to_string(f"notifications/mail/{message.template}.txt", {**PLAIN, **message.facts})
            subject, _blank, body = text.partition("\n")
            pages = [f"notifications/mail/{message.template}.html", "notifications/mail/page.html"]
            page = render_to_string(pages, {"subject": subject, "body": body, **message.facts})
        mail = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[message.address])
        mail.attach_alternative(page, "text/html")
        try:
            with locks.outside_transaction():
                mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise ChannelError(f"the address was refused: {error}", permanent=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ChannelError(f"the mail server could not take it: {error}", permanent=False) from error

"""Notices, drafted from what is known; a person fills in the rest, edits, sends, and marks it sent under their name.

The fields are those of CERT-In's incident form and of rule 7 of the DPDP Rules: what, when, how far, what may follow,
what was done, whom to ask. A line that only a person can fill begins with `…`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.core.errors import ShopError
from kirana.ops.breach.models import BreachNotice, NoticeKind
from kirana.ops.incidents import selectors, services, words
from kirana.ops.incidents.models import EntryKind, Incident

LANGUAGES = {NoticeKind.CERT_IN: ["en"], NoticeKind.BOARD: ["en"], NoticeKind.PEOPLE: ["en", "hi"]}


class AlreadySent(ShopError):
    code = "notice_already_sent"
    sentence = _("This notice was sent; it stays as it was.")


class HowIsMissing(ShopError):
    code = "how_is_missing"
    status = 422
    sentence = _("Write how it was sent: by mail, by the form, to whom.")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reports: the shop and the person to ask."""

    name: str
    address: str
    contact: str


def draft(*, incident: Incident, sender: Sender, at: datetime) -> list[BreachNotice]:
    """Draft the notices that are not there yet; those that are stay as they were edited."""
    wanted = [(kind, language) for kind, languages in LANGUAGES.items() for language in languages]
    there = {(one.kind, one.language) for one in of(incident)}
    for kind, language in wanted:
        if (kind, language) not in there:
            text = _text(kind, language, incident, sender)
            BreachNotice.objects.create(incident=incident, kind=kind, language=language, text=text, drafted_at=at)
    return of(incident)


def of(incident: Incident) -> list[BreachNotice]:
    """The notices of a breach, in the order of their clocks."""
    return list(BreachNotice.objects.filter(incident=incident).order_by("pk"))


def edit(*, notice: BreachNotice, text: str, by: Actor, at: datetime) -> None:
    """Keep the text. Raises `AlreadySent`."""
    with locks.transaction():
        if not BreachNotice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(text=text):
            raise AlreadySent()
        _log("edit", notice, text, by, at)


def mark_sent(*, notice: BreachNotice, how: str, by: Actor, at: datetime) -> None:
    """Sign that it was sent: who, when, how, and a hash of what. Raises `AlreadySent`, `HowIsMissing`."""
    if not how.strip():
        raise HowIsMissing()
    with locks.transaction():
        facts = {"sent_at": at, "sent_by": str(by), "sent_how": how.strip()[:200]}
        if not BreachNotice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(**facts):
            raise AlreadySent()
        services.act(incident=notice.incident, what=f"{notice}: {how.strip()[:200]}", by=by, at=at)
        _log("sent", notice, notice.text, by, at)


def _log(verb: str, notice: BreachNotice, text: str, by: Actor, at: datetime) -> None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    subject = f"incident:{notice.incident.number}"
    audit.record(action=f"breach.notice.{verb}", subject=subject, by=by, at=at, notice=str(notice), sha256=digest)


def _text(kind: str, language: str, incident: Incident, sender: Sender) -> str:
    """The draft, in its language; timelines in the language of those who read it."""
    with translation.override(language):
        facts = {
            "what": incident.title,
            "shop": sender.name,
            "address": sender.address,
            "contact": sender.contact,
            "began": words.moment(incident.began_at),
            "known": words.moment(incident.declared_at),
            "site": settings.SITE_URL,
            "done": "\n".join(_done(incident)) or "…",
        }
    return TEXTS[kind, language] % facts


def _done(incident: Incident) -> list[str]:
    shown = (EntryKind.SWITCH, EntryKind.STEP, EntryKind.ACTION)
    found = [entry for entry in selectors.timeline(incident=incident) if entry.kind in shown]
    return [f"- {words.moment(entry.at)}: {words.sentence(entry)}" for entry in found]


TEXTS: dict[tuple[str, str], str] = {
    (NoticeKind.CERT_IN, "en"): """To: incident@cert-in.org.in
Subject: Incident report, %(shop)s

1. Organisation: %(shop)s, %(address)s
2. Reported by, phone, e-mail: %(contact)s
3. Type of incident: data breach / unauthorised access (%(what)s)
4. Affected system, address, operating system, location: %(site)s, …
5. Occurred on: %(began)s. Noticed on: %(known)s (Indian Standard Time)
6. How it was detected: …
7. Source addresses involved: …
8. Data and people affected, how many: …
9. Symptoms and impact: …
10. Actions taken so far:
%(done)s
11. Logs and evidence: kept, with a hash of each file; on request.
""",
    (NoticeKind.BOARD, "en"): """To: Data Protection Board of India
Subject: Intimation of a personal data breach, %(shop)s

1. Data Fiduciary: %(shop)s, %(address)s. Contact: %(contact)s
2. Nature of the breach: %(what)s
3. Began: %(began)s. Known: %(known)s. Where: %(site)s
4. Extent: how many people, which personal data: …
5. Likely consequences for them: …
6. Events, circumstances and reasons that led to it: …
7. Measures taken and proposed to mitigate the risk:
%(done)s
8. Who caused it, as far as known: …
9. Measures to prevent recurrence: …
10. Report on the intimations given to the people affected: …
""",
    (NoticeKind.PEOPLE, "en"): """Subject: Your data at %(shop)s

We have to tell you that on %(began)s someone came to see data that was not theirs: %(what)s.

What it was of yours: …
What may follow: …
What we have done:
%(done)s
What you can do: change your password with us, and wherever you use the same one. We never ask for passwords or OTPs.
Whom to ask: %(contact)s

%(shop)s, %(address)s
""",
    (NoticeKind.PEOPLE, "hi"): """विषय: %(shop)s में आपका डेटा

हमें आपको बताना है कि %(began)s को किसी ने ऐसा डेटा देखा जो उसका नहीं था: %(what)s।

आपका क्या था: …
इससे क्या हो सकता है: …
हमने क्या किया:
%(done)s
आप क्या कर सकते हैं: हमारे यहाँ अपना पासवर्ड बदलें, और जहाँ भी वही पासवर्ड हो। हम कभी पासवर्ड या OTP नहीं माँगते।
किससे पूछें: %(contact)s

%(shop)s, %(address)s
""",
}

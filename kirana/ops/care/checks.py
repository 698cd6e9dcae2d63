"""What the shop asks about its security and those it depends on. Each asks afresh; the runs kept are the trend."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kirana.ops.care import fetch, headers, libraries, providers
from kirana.ops.care.fetch import Page, Unreachable
from kirana.ops.checks import Answer, Check, Figure, Verdict

DAY = 24 * 60
NOT_AUDITED = _("Not audited: no source of advisories answered.")
GOOD_GRADES, FAIR_GRADES = ("A",), ("B",)


def advisories(at: datetime) -> Answer:
    """Whether anything is known against a library that is locked."""
    pins, source = libraries.locked(), settings.ADVISORIES
    figures = [Figure(_("Libraries"), str(len(pins))), Figure(_("Source"), source or "–")]
    try:
        found = libraries.advisories(source, pins) if source else None
    except Unreachable:
        found = None
    if found is None:
        return Answer(Verdict.NOT_CONNECTED, NOT_AUDITED, figures=figures)
    if not found:
        return Answer(Verdict.GOOD, _("Nothing is known against the libraries."), figures=figures)
    rows = [(one.name, one.version, one.id, one.fixed or "–") for one in found]
    first = f"{found[0].name} {found[0].version} → {found[0].fixed or '?'}"
    facts: dict[str, str | int] = {"count": len(found), "first": first}
    return Answer(Verdict.ACT, _("%(count)s advisories; the first: %(first)s."), facts, figures, rows)


def updates(at: datetime) -> Answer:
    """Which libraries are newer, in the order in which to bring them in: patches, then minor, then major."""
    pins = libraries.locked()
    try:
        found = libraries.updates(pins) if settings.ADVISORIES == "pip-audit" else None
    except Unreachable:
        found = None
    if found is None:
        figures = [Figure(_("Libraries"), str(len(pins)))]
        return Answer(Verdict.NOT_CONNECTED, _("No package index answered."), figures=figures)
    counts = {name: sum(one.step == name for one in found) for name in libraries.STEPS}
    figures = [Figure(name, str(count)) for name, count in counts.items()]
    rows = [(one.step, one.name, one.version, one.newest) for one in found]
    if counts["patch"]:
        return Answer(Verdict.WATCH, _("%(patch)s patches wait."), dict(counts), figures, rows)
    return Answer(Verdict.GOOD, _("No patch waits."), figures=figures, rows=rows)


def _own_page() -> Page | None:
    try:
        return fetch.get(f"{settings.SITE_URL}/")
    except Unreachable:
        return None


def header_grade(at: datetime) -> Answer:
    """The grade of the headers of the home page."""
    page = _own_page()
    if page is None:
        return Answer(Verdict.NOT_CONNECTED, _("The shop did not answer at its own address."))
    graded = headers.grade(page, is_https=settings.HTTPS)
    figures = [Figure(_("Grade"), graded.letter), Figure(_("Points"), str(graded.score))]
    rows = [(one.rule, f"{one.points:+d}", one.found) for one in graded.findings]
    lost = ", ".join(one.rule for one in graded.findings if one.points < 0)
    facts = {"grade": graded.letter, "lost": lost}
    if not lost:
        return Answer(Verdict.GOOD, _("Grade %(grade)s."), facts, figures, rows)
    verdict = Verdict.WATCH if graded.letter[0] in ("A", "B") and graded.score > 95 else Verdict.ACT
    return Answer(verdict, _("Grade %(grade)s; points lost for: %(lost)s."), facts, figures, rows)


def policy(at: datetime) -> Answer:
    """Whether the Content-Security-Policy is there and strict."""
    page = _own_page()
    if page is None:
        return Answer(Verdict.NOT_CONNECTED, _("The shop did not answer at its own address."))
    weak = headers.weaknesses(page)
    figures = [Figure(name, " ".join(words)) for name, words in headers.policy(page).items()]
    if weak:
        return Answer(Verdict.ACT, _("The policy is weak: %(weak)s."), {"weak": ", ".join(weak)}, figures)
    return Answer(Verdict.GOOD, _("Nothing inline and nothing of others runs."), figures=figures)


def _status(entries: list[str]) -> Answer:
    found = providers.look(entries)
    rows = [(one.name, one.indicator or "–", one.said) for one in found]
    if not found:
        return Answer(Verdict.NOT_CONNECTED, _("No status page is named in the settings."))
    figures = [Figure(_("Asked"), str(len(found)))]
    bad = [f"{one.name}: {one.said}" for one in found if one.indicator and not one.is_fine]
    if bad:
        return Answer(Verdict.WATCH, _("Trouble elsewhere: %(names)s."), {"names": "; ".join(bad)}, figures, rows)
    if any(not one.indicator for one in found):
        return Answer(Verdict.NOT_CONNECTED, _("A status page did not answer."), figures=figures, rows=rows)
    return Answer(Verdict.GOOD, _("Everyone we depend on says that all is well."), figures=figures, rows=rows)


def provider_status(at: datetime) -> Answer:
    """How those who host the shop are."""
    return _status(settings.PROVIDER_STATUS)


def third_party_status(at: datetime) -> Answer:
    """How those whose services the shop uses are."""
    return _status(settings.THIRD_PARTY_STATUS)


def contacts(at: datetime) -> Answer:
    """Whether it is written down whom to call."""
    known = providers.contacts()
    figures = [Figure(name, value or "–") for name, value in known.items()]
    missing = [name for name, value in known.items() if not value]
    if missing:
        facts = {"names": ", ".join(missing)}
        return Answer(Verdict.ASK, _("Whom would you call? Not written down: %(names)s."), facts, figures)
    return Answer(Verdict.GOOD, _("It is written down whom to call."), figures=figures)


CHECKS = (
    Check("security.advisories", _("Advisories"), DAY, "security-care", advisories),
    Check("security.updates", _("Updates"), DAY, "security-care", updates),
    Check("security.headers", _("Security headers"), 60, "security-care", header_grade, because=("security.csp",)),
    Check("security.csp", _("Content Security Policy"), 60, "security-care", policy),
    Check("provider.status", _("Those who host the shop"), 5, "provider-down", provider_status),
    Check("thirdparty.status", _("Services of others"), 5, "provider-down", third_party_status),
    Check("contacts.filled", _("Whom to call"), DAY, "security-care", contacts),
)

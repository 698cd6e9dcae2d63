"""What a line of the timeline says, in the language in force."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kirana.core.dates import written
from kirana.ops.checks import Verdict
from kirana.ops.incidents.models import EntryKind, IncidentEntry
from kirana.ops.incidents.states import IncidentState
from kirana.ops.incidents.steps import label_of
from kirana.ops.switches import Switch

HOUR = 3600


def sentence(entry: IncidentEntry) -> str:
    """The line, as a sentence."""
    facts = entry.facts
    match entry.kind:
        case EntryKind.DECLARED:
            return str(facts["title"])
        case EntryKind.STATE:
            return _with_reason(str(IncidentState(facts["state"]).label), facts["why"])
        case EntryKind.UPDATE:
            return _told(facts)
        case EntryKind.STEP:
            return label_of(facts["step"])
        case EntryKind.CHECK:
            was = Verdict(facts["was"]).label if facts["was"] else "–"
            return f"{facts['key']}: {was} → {Verdict(facts['now']).label}"
        case EntryKind.SWITCH:
            return _switched(facts)
        case _ if facts.get("postmortem"):
            return _("The post-mortem was kept.")
    return str(facts["text"])


def _told(facts: dict[str, str]) -> str:
    if not facts["eta"]:
        return facts["en"] or _("The public is told nothing more.")
    until = _("until about %(moment)s") % {"moment": moment(datetime.fromisoformat(facts["eta"]))}
    return f"{facts['en']} ({until})"


def _switched(facts: dict[str, str]) -> str:
    name = f"{Switch(facts['switch']).label} {facts['of']}".strip()
    turned = _("%(switch)s: on") if facts["is_on"] else _("%(switch)s: off")
    return _with_reason(turned % {"switch": name}, facts["why"])


def _with_reason(said: str, why: str) -> str:
    return f"{said} ({why})" if why else said


def moment(at: datetime) -> str:
    """`2 March 2026, 09:05`: in a document, where today and tomorrow mean nothing."""
    local = timezone.localtime(at)
    return f"{written(local, 'd MMMM y')}, {local:%H:%M}"


def how_long(span: timedelta | None) -> str:
    """`1 hour 20 minutes`."""
    if span is None:
        return "–"
    hours, rest = divmod(int(span.total_seconds()), HOUR)
    minutes = ngettext("%(num)d minute", "%(num)d minutes", rest // 60) % {"num": rest // 60}
    whole = ngettext("%(num)d hour", "%(num)d hours", hours) % {"num": hours}
    return f"{whole} {minutes}" if hours else minutes

"""A post-mortem, drafted from the timeline: the facts are there, what was learned is for a person to write."""

from django.utils.translation import gettext as _

from kirana.core.actors import Actor
from kirana.ops.incidents import selectors, words
from kirana.ops.incidents.models import Incident, IncidentEntry


def draft(*, incident: Incident) -> str:
    """Markdown with what is known filled in and a heading for everything that only people know."""
    happened = _("What happened")
    lines = [f"# {incident}", "", *_facts(incident), "", f"## {happened}", "", *_timeline(incident), ""]
    for heading, question in _questions():
        lines += [f"## {heading}", "", f"_{question}_", ""]
    return "\n".join(lines)


def _facts(incident: Incident) -> list[str]:
    facts = (
        (_("What"), incident.get_kind_display()),
        (_("How bad"), incident.get_severity_display()),
        (_("Began"), words.moment(incident.began_at)),
        (_("Time to act"), words.how_long(incident.time_to_acknowledge)),
        (_("Time to resolve"), words.how_long(incident.time_to_resolve)),
    )
    return [f"- {label}: {value}" for label, value in facts]


def _timeline(incident: Incident) -> list[str]:
    return [_line(entry) for entry in selectors.timeline(incident=incident)]


def _line(entry: IncidentEntry) -> str:
    who = Actor.parse(entry.by).name
    return f"- {words.moment(entry.at)} · {who} · {entry.get_kind_display()}: {words.sentence(entry)}"


def _questions() -> list[tuple[str, str]]:
    return [
        (_("Who felt it"), _("How many people, and what could they not do?")),
        (_("Why it happened"), _("Ask why five times; name causes, not people.")),
        (_("What went well"), _("What should be done the same way again?")),
        (_("What went badly"), _("What took longer than it had to?")),
        (_("What we change"), _("Each with a name and a date.")),
    ]

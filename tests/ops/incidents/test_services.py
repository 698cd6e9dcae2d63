"""From “cards fail” to what was learned: states, the timeline that writes itself, and what the public is told."""

import json
from datetime import timedelta

import pytest
from django.conf import settings

from kirana.core import events
from kirana.core.audit import AuditEntry
from kirana.core.states import IllegalMove
from kirana.ops import switches
from kirana.ops.checks import Verdict
from kirana.ops.incidents import books, checks, postmortem, selectors, services, words
from kirana.ops.incidents.models import IncidentEntry
from kirana.ops.incidents.services import NothingWritten, PostmortemIsMissing, Said
from kirana.ops.incidents.states import INCIDENTS, IncidentState, Kind, Severity
from kirana.ops.running import VerdictChanged
from kirana.ops.switches import Switch
from tests.cast import NOW
from tests.ops.incidents.conftest import SAID

MINUTE = timedelta(minutes=1)


def sentences(incident) -> list[str]:
    return [words.sentence(entry) for entry in selectors.timeline(incident=incident)]


def read_file() -> list[dict]:
    return json.loads((settings.DATA / "incidents.json").read_text())["incidents"]


def test_a_declared_incident_is_open_numbered_and_in_the_log(incident):
    assert (str(incident), incident.state, incident.is_going_on) == ("I-1 Cards fail", "open", True)
    assert AuditEntry.objects.filter(action="incident.declare", subject="incident:1").count() == 1


def test_without_a_title_nothing_is_declared(esha, nothing_moves):
    with nothing_moves(), pytest.raises(NothingWritten):
        services.declare(kind=Kind.SLOW, severity=Severity.MINOR, title=" ", by=esha, at=NOW)


def test_the_timeline_writes_itself(incident, esha):
    events.publish(VerdictChanged("gateway.reachable", Verdict.GOOD, Verdict.ACT, NOW + MINUTE))
    switches.turn_on(switch=Switch.PAUSE_PAYMENT, detail="fake", by=esha, at=NOW + 2 * MINUTE, why="cards fail")
    services.note(incident=incident, text="The gateway says 503.", by=esha, at=NOW + 3 * MINUTE)
    services.move(incident=incident, name="identify", by=esha, at=NOW + 4 * MINUTE, why="their data centre")
    assert sentences(incident) == [
        "Cards fail",
        "gateway.reachable: Good → Act",
        "Pause a way to pay fake: on (cards fail)",
        "The gateway says 503.",
        "The cause is known (their data centre)",
    ]


def test_what_is_over_takes_no_more_of_what_happens(incident, esha):
    services.move(incident=incident, name="resolve", by=esha, at=NOW + MINUTE)
    before = IncidentEntry.objects.count()
    events.publish(VerdictChanged("queue.age", None, Verdict.ACT, NOW + MINUTE))
    assert IncidentEntry.objects.count() == before


def test_the_time_to_act_and_to_resolve_count_from_when_the_trouble_began(esha):
    began = services.declare(
        kind=Kind.OUTAGE, severity=Severity.CRITICAL, title="Down", began_at=NOW - 20 * MINUTE, by=esha, at=NOW
    )
    services.note(incident=began, text="Restarting.", by=esha, at=NOW + 5 * MINUTE)
    services.move(incident=began, name="resolve", by=esha, at=NOW + 40 * MINUTE)
    assert (began.time_to_acknowledge, began.time_to_resolve) == (25 * MINUTE, 60 * MINUTE)
    assert words.how_long(began.time_to_resolve) == "1 hour 0 minutes"


def test_what_comes_back_is_not_over(incident, esha):
    services.move(incident=incident, name="resolve", by=esha, at=NOW + MINUTE)
    services.move(incident=incident, name="reopen", by=esha, at=NOW + 2 * MINUTE)
    assert (incident.state, incident.resolved_at) == ("open", None)


@pytest.mark.parametrize("state", IncidentState)
@pytest.mark.parametrize("move", [one.name for one in INCIDENTS.moves])
def test_every_move_that_the_table_does_not_have_is_refused(state, move, incident, esha, nothing_moves):
    if INCIDENTS.allows(state, move):
        return
    incident.state = state
    services.keep_postmortem(incident=incident, text="Learned.", by=esha, at=NOW)
    with nothing_moves(), pytest.raises(IllegalMove):
        services.move(incident=incident, name=move, by=esha, at=NOW)


def test_nothing_is_reviewed_before_what_was_learned_is_written(incident, esha, nothing_moves):
    services.move(incident=incident, name="resolve", by=esha, at=NOW + MINUTE)
    with nothing_moves(), pytest.raises(PostmortemIsMissing):
        services.move(incident=incident, name="review", by=esha, at=NOW + MINUTE)
    services.keep_postmortem(incident=incident, text="# We learned", by=esha, at=NOW + MINUTE)
    services.move(incident=incident, name="review", by=esha, at=NOW + MINUTE)
    assert (incident.state, incident.resolved_at) == ("reviewed", NOW + MINUTE)


def test_a_step_is_done_once_and_by_someone(incident, esha):
    for _ in range(2):
        services.tick(incident=incident, step="pause", by=esha, at=NOW + MINUTE)
    done = {step.key: entry.by for step, entry in selectors.checklist(incident=incident) if entry}
    assert done == {"pause": str(esha)}
    with pytest.raises(NothingWritten):
        services.tick(incident=incident, step="scope", by=esha, at=NOW + MINUTE)


def test_a_breach_has_the_twelve_steps_of_the_guide(esha):
    breach = services.declare(kind=Kind.BREACH, severity=Severity.CRITICAL, title="Leak", by=esha, at=NOW)
    parts = [str(step.label).split(":")[0] for step, _done in selectors.checklist(incident=breach)]
    assert parts == ["Contain"] * 3 + ["Investigate"] * 3 + ["Remediate"] * 3 + ["Report"] * 3


def test_a_line_of_the_timeline_that_was_edited_shows(incident, esha):
    services.note(incident=incident, text="The gateway says 503.", by=esha, at=NOW)
    assert list(books.check()) == []
    IncidentEntry.objects.filter(position=2).update(facts={"text": "All was well."})
    assert list(books.check()) == [f"incident {incident.pk}: line 2 of its timeline is not as it was written"]


# --- the public -------------------------------------------------------------------------------------


def test_the_public_reads_messages_and_no_notes(incident, esha):
    services.note(incident=incident, text="Password of the gateway was wrong.", by=esha, at=NOW)
    services.tell(incident=incident, message=SAID | {"en": "Cards soon."}, eta=NOW + 60 * MINUTE, by=esha, at=NOW)
    (shown,) = selectors.public(NOW)
    assert (shown.messages["en"], shown.eta) == ("Cards soon.", NOW + 60 * MINUTE)
    assert [told.messages["en"] for told in shown.updates] == ["Cards soon."]
    assert "Password" not in str(shown)


def test_an_incident_without_a_message_is_no_ones_business(esha):
    services.declare(kind=Kind.SLOW, severity=Severity.MINOR, title="A bit slow", by=esha, at=NOW)
    assert selectors.public(NOW) == []


def test_the_last_ninety_days_stay_on_the_status_page(incident, esha):
    services.move(incident=incident, name="resolve", by=esha, at=NOW + MINUTE)
    assert [one.number for one in selectors.public(NOW + timedelta(days=90))] == [1]
    assert selectors.public(NOW + timedelta(days=91)) == []


def test_the_file_says_what_is_going_on_when_the_database_cannot(lakshmi, esha, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        one = services.declare(
            kind=Kind.PAYMENTS, severity=Severity.MAJOR, title="Cards fail", message=Said(SAID), by=esha, at=NOW
        )
    assert [(each["number"], each["messages"]["hi"]) for each in read_file()] == [(1, SAID["hi"])]
    with django_capture_on_commit_callbacks(execute=True):
        services.move(incident=one, name="resolve", by=esha, at=NOW)
    assert read_file() == []


# --- what was learned -------------------------------------------------------------------------------


def test_the_post_mortem_is_drafted_with_the_facts_and_a_heading_for_what_only_people_know(incident, esha):
    services.move(incident=incident, name="resolve", by=esha, at=NOW + 90 * MINUTE, why="it works again")
    text = postmortem.draft(incident=incident)
    assert text.startswith("# I-1 Cards fail\n\n- What: Payments fail\n- How bad: Many cannot do something\n")
    assert "- Time to resolve: 1 hour 30 minutes\n" in text
    assert "- 2 March 2026, 10:30 · Esha Menon · State: Over (it works again)\n" in text
    assert text.count("\n## ") == 6


# --- checks -----------------------------------------------------------------------------------------


def test_with_nothing_going_on_the_check_is_good_and_says_since_when(lakshmi):
    answer = checks.is_open(NOW)
    assert (answer.verdict, [figure.value for figure in answer.figures]) == (Verdict.GOOD, ["0", "–", "none yet"])


@pytest.mark.parametrize(
    ("severity", "later", "verdict"),
    [
        (Severity.MINOR, MINUTE, Verdict.WATCH),
        (Severity.MAJOR, MINUTE, Verdict.ACT),
        (Severity.MINOR, 61 * MINUTE, Verdict.ACT),
    ],
)
def test_an_open_incident_is_watched_or_acted_on_and_silence_is_acted_on(severity, later, verdict, esha):
    services.declare(kind=Kind.SLOW, severity=severity, title="Slow", by=esha, at=NOW)
    assert checks.is_open(NOW + later).verdict is verdict


def test_a_post_mortem_is_waited_for_and_after_a_week_asked_for(incident, esha):
    assert checks.postmortems(NOW).verdict is Verdict.GOOD
    services.move(incident=incident, name="resolve", by=esha, at=NOW)
    verdicts = [checks.postmortems(NOW + timedelta(days=days)).verdict for days in (1, 8)]
    assert verdicts == [Verdict.WATCH, Verdict.ACT]

"""What is to be done in an incident of each kind: its runbook and its checklist, in order."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kirana.ops.incidents.states import Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; a person ticks it off, and the timeline says who and when."""

    key: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Plan:
    """The runbook of a kind and its steps."""

    runbook: str
    steps: tuple[Step, ...]


TELL = (
    Step("tell", _("Tell the public what is wrong, in English and Hindi")),
    Step("eta", _("Say until when, or when you will say more")),
)
LEARN = (Step("postmortem", _("Write down what was learned")),)

PLANS: dict[str, Plan] = {
    Kind.OUTAGE: Plan(
        "outage",
        (
            Step("providers", _("Look at the status pages of those who host us")),
            Step("logs", _("Read the newest errors in the log")),
            Step("release", _("Was something released or changed just before? Take it back")),
            *TELL,
            Step("verify", _("Order something yourself before you say that it is over")),
            *LEARN,
        ),
    ),
    Kind.SLOW: Plan(
        "slow-shop",
        (
            Step("where", _("Find which pages and which statements are slow")),
            Step("load", _("Is it many visitors, or one who asks for everything?")),
            *TELL,
            Step("verify", _("See the response times come down")),
            *LEARN,
        ),
    ),
    Kind.PAYMENTS: Plan(
        "payments-failing",
        (
            Step("which", _("Find out which way to pay fails")),
            Step("pause", _("Pause that way to pay")),
            Step("provider", _("Look at the provider's status page and dashboard")),
            *TELL,
            Step("money", _("Match what was taken and not confirmed; nobody pays twice")),
            *LEARN,
        ),
    ),
    Kind.DATA: Plan(
        "data-damaged",
        (
            Step("stop", _("Make the shop read-only")),
            Step("books", _("Run check_books and keep what it says")),
            Step("when", _("Find when it was last right, and the backup before that")),
            *TELL,
            Step("restore", _("Restore into a scratch place first, compare, then decide")),
            *LEARN,
        ),
    ),
    Kind.BREACH: Plan(
        "breach",
        (
            Step("restrict", _("Contain: restrict access to what is affected")),
            Step("rotate", _("Contain: rotate all keys and secrets")),
            Step("offline", _("Contain: take what is compromised offline, if need be")),
            Step("scope", _("Investigate: how far does it reach, and who is affected?")),
            Step("entry", _("Investigate: where did they come in, by which weakness?")),
            Step("evidence", _("Investigate: collect the evidence and keep it safe")),
            Step("patch", _("Remediate: close the weakness")),
            Step("restore", _("Remediate: restore from a clean backup, if need be")),
            Step("harden", _("Remediate: put more security in place")),
            Step("people", _("Report: tell the people affected")),
            Step("authorities", _("Report: CERT-In within 6 hours, the Data Protection Board within 72")),
            Step("document", _("Report: document what happened and what was done")),
        ),
    ),
    Kind.PROVIDER: Plan(
        "provider-down",
        (
            Step("which", _("See which provider it is, and what it says")),
            Step("without", _("Switch off what depends on it")),
            *TELL,
            Step("back", _("Switch it on again and try it")),
            *LEARN,
        ),
    ),
    Kind.DELIVERY: Plan(
        "deliveries-late",
        (
            Step("slots", _("Close the delivery times that cannot be kept")),
            *TELL,
            Step("call", _("Call those who wait longest")),
            *LEARN,
        ),
    ),
}


def plan(kind: str) -> Plan:
    """What is to be done in an incident of this kind."""
    return PLANS[kind]


def label_of(key: str) -> str:
    """The words of a step."""
    return next((str(step.label) for plan in PLANS.values() for step in plan.steps if step.key == key), key)

"""Emergencies: outages and breaches. In quiet times a task here is good when it was rehearsed; and whom to call."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Verdict
from kirana.ops.guide.tasks import Bullet, Cadence, Choice, Group, Question, Section

OUTAGES = _("Handling Outages")
BREACHES = _("Security Incidents")
REHEARSED = (
    Choice("worked", _("Within the last three months, and everyone knew what to do"), Verdict.GOOD),
    Choice("gaps", _("Yes, and something was missing"), Verdict.WATCH),
    Choice("never", _("Not yet"), Verdict.WATCH),
)

OUTAGE = Question(
    "rehearsal.outage",
    _("When did you last walk through an outage: declare it, tell customers, follow the runbook, close it?"),
    REHEARSED,
    days=92,
    runbook="rehearse-an-emergency",
)
BREACH = Question(
    "rehearsal.breach",
    _("When did you last walk through a breach: close sign-in, end sessions, change keys, shut the shop?"),
    REHEARSED,
    days=92,
    runbook="rehearse-an-emergency",
)

SECTION = Section(
    _("Emergency Procedures"),
    (
        Group(
            "handling-outages.identify-the-issue",
            OUTAGES,
            _("Identify the Issue"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Check Render and MongoDB Atlas status pages",
                    _("The status page of your provider is read for you."),
                    ("provider.status", "incident.open"),
                ),
                Bullet(
                    "Review application logs for errors",
                    _("The errors of the last minutes are named and counted."),
                    ("logs.errors", "errors.rate", "incident.open"),
                ),
                Bullet(
                    "Verify third-party service status (Stripe, etc.)",
                    _("The status pages of payment and mail services are read, and the gateways asked."),
                    ("thirdparty.status", "gateway.reachable", "incident.open"),
                ),
            ),
        ),
        Group(
            "handling-outages.communication",
            OUTAGES,
            _("Communication"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Inform users about the outage if appropriate",
                    _("An incident puts a line on the shop's pages and on the status page."),
                    ("incident.open", "status.page"),
                    question=OUTAGE,
                    page="console_incidents",
                ),
                Bullet(
                    "Provide estimated resolution time if possible",
                    _("An open incident says when it should be over; one without that is named."),
                    ("incident.open",),
                    question=OUTAGE,
                    page="console_incidents",
                ),
                Bullet(
                    "Update status as the situation evolves",
                    _("The status page follows the incident; an incident nobody wrote to for long is named."),
                    ("incident.open", "status.page"),
                    page="console_incidents",
                ),
            ),
        ),
        Group(
            "handling-outages.resolution",
            OUTAGES,
            _("Resolution"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Follow specific procedures based on the issue type",
                    _("Each kind of incident brings its own steps; they were walked through before they were needed."),
                    ("incident.open",),
                    question=OUTAGE,
                    page="console_incidents",
                ),
                Bullet(
                    "Document the incident and resolution steps",
                    _("The incident's timeline writes itself from what was done and seen."),
                    ("incident.postmortems", "audit.chain"),
                    page="console_incidents",
                ),
                Bullet(
                    "Conduct a post-mortem analysis",
                    _("Closed incidents without a post-mortem are named; a draft is made from the timeline."),
                    ("incident.postmortems",),
                    page="console_incidents",
                ),
            ),
        ),
        Group(
            "security-incidents.contain-the-breach",
            BREACHES,
            _("Contain the Breach"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Restrict access to affected systems",
                    _("Switches close staff sign-in, payments or writing; using them was rehearsed."),
                    ("incident.open",),
                    question=BREACH,
                    page="console_switches",
                ),
                Bullet(
                    "Rotate all API keys and secrets",
                    _("Every key can be changed with an overlap; its age says when it was."),
                    ("secrets.age", "incident.open"),
                    page="console_secrets",
                ),
                Bullet(
                    "Take compromised services offline if necessary",
                    _("One switch closes the whole shop with a page that says so; it was rehearsed."),
                    ("incident.open",),
                    question=BREACH,
                    page="console_switches",
                ),
            ),
        ),
        Group(
            "security-incidents.investigate",
            BREACHES,
            _("Investigate"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Determine the scope and impact of the breach",
                    _("The log of who changed what is whole, so that it can be believed when it is needed."),
                    ("audit.chain", "incident.open"),
                    page="staff_log",
                ),
                Bullet(
                    "Identify the entry point and vulnerability",
                    _("Who came and what they tried is read from the access log."),
                    ("access.review", "incident.open"),
                ),
                Bullet(
                    "Collect evidence for later analysis",
                    _("Logs reach back far enough, and the books and the log can be proven."),
                    ("logs.retention", "audit.chain"),
                ),
            ),
        ),
        Group(
            "security-incidents.remediate",
            BREACHES,
            _("Remediate"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Patch the vulnerability",
                    _("No installed package has a known hole that is mended elsewhere."),
                    ("security.advisories", "incident.open"),
                ),
                Bullet(
                    "Restore from clean backups if necessary",
                    _("There is a backup that was proven to restore, from before."),
                    ("backup.restorable", "backup.age"),
                    page="console_backups",
                ),
                Bullet(
                    "Implement additional security measures",
                    _("Headers, policy and second factors are as strict as they can be."),
                    ("security.headers", "security.csp", "staff.second_factor"),
                ),
            ),
        ),
        Group(
            "security-incidents.report",
            BREACHES,
            _("Report"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Notify affected users if required",
                    _("From the hour a breach is known the clocks run; the notices are drafted."),
                    ("breach.clocks",),
                    page="console_breaches",
                ),
                Bullet(
                    "Report to relevant authorities if necessary",
                    _("CERT-In within 6 hours, the Data Protection Board within 72: both clocks are shown."),
                    ("breach.clocks", "contacts.filled"),
                    page="console_breaches",
                ),
                Bullet(
                    "Document the incident and response",
                    _("The evidence bundle and the timeline are the document."),
                    ("incident.postmortems", "audit.chain"),
                ),
            ),
        ),
    ),
)

CONTACTS = Section(
    _("Contact Information"),
    (
        Group(
            "contact-information.all",
            "",
            "",
            Cadence.MONTHLY,
            (
                Bullet(
                    "**Technical Support**: [Your Email/Contact]",
                    _("Who is called first, with a number that is answered."),
                    ("contacts.filled",),
                ),
                Bullet(
                    "**Render Support**: [Render Support URL]",
                    _("Where your provider is reached."),
                    ("contacts.filled",),
                ),
                Bullet(
                    "**MongoDB Atlas Support**: [MongoDB Support URL]",
                    _("Where help with the database is found."),
                    ("contacts.filled",),
                ),
                Bullet(
                    "**Stripe Support**: [Stripe Support URL]",
                    _("Where your payment services are reached."),
                    ("contacts.filled",),
                ),
            ),
        ),
    ),
)

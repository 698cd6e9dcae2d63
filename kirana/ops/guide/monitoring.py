"""Monitoring and alerting: errors, logs, and whether the shop can be reached."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.guide.tasks import Bullet, Cadence, Group, Section

ERRORS = _("Error Tracking")
UPTIME = _("Uptime Monitoring")

SECTION = Section(
    _("Monitoring and Alerting"),
    (
        Group(
            "error-tracking.set-up-sentry",
            ERRORS,
            _("Set Up Sentry"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Create a [Sentry](https://sentry.io/) account",
                    _("A Sentry address is given in the settings, and it takes what it is sent."),
                    ("errors.tracking",),
                ),
                Bullet(
                    "Integrate Sentry with both frontend and backend",
                    _("Errors of the server and of browsers are both reported."),
                    ("errors.tracking", "errors.browser"),
                ),
                Bullet(
                    "Configure alert thresholds and notifications",
                    _("The shop has its own threshold for errors and mails when it is passed."),
                    ("errors.rate", "errors.tracking"),
                ),
            ),
        ),
        Group(
            "error-tracking.log-management",
            ERRORS,
            _("Log Management"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Use Render logs for recent events",
                    _("Recent events can be searched in the console."),
                    ("logs.errors",),
                ),
                Bullet(
                    "Consider a dedicated log management solution for long-term storage",
                    _("Logs are kept for as long as the law asks: 180 days to a year."),
                    ("logs.retention",),
                ),
                Bullet(
                    "Set up log rotation to manage storage",
                    _("Logs are rotated by themselves; the check says how much they take."),
                    ("logs.volume", "logs.retention"),
                ),
            ),
        ),
        Group(
            "uptime-monitoring.set-up-uptimerobot",
            UPTIME,
            _("Set Up UptimeRobot"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Create a [UptimeRobot](https://uptimerobot.com/) account",
                    _("An account is connected by its key; somebody outside then watches the shop."),
                    ("uptime.monitors",),
                ),
                Bullet(
                    "Add monitors for frontend and backend endpoints",
                    _("There is a monitor for the front page and one for the API, and both see the shop up."),
                    ("uptime.monitors", "uptime.front"),
                ),
                Bullet(
                    "Configure notification channels (email, SMS, etc.)",
                    _("Somebody is told when a monitor falls, and the shop's own mails leave."),
                    ("uptime.monitors", "health.mail", "outbox.age"),
                ),
            ),
        ),
        Group(
            "uptime-monitoring.health-checks",
            UPTIME,
            _("Health Checks"),
            Cadence.DAILY,
            (
                Bullet(
                    "Use the `/api/health` endpoint to verify backend status",
                    _("The address answers; what it says is what these checks say."),
                    ("health.database", "health.migrations", "health.cache", "queue.worker"),
                    page="health",
                ),
                Bullet(
                    "Create a simple health check page for the frontend",
                    _("The page /health/ says it to people, and the front page is asked like a customer asks it."),
                    ("uptime.front",),
                    page="health",
                ),
                Bullet(
                    "Monitor response times as well as availability",
                    _("Response times are measured within, availability from without."),
                    ("latency.endpoints", "uptime.monitors"),
                    page="console_figures",
                ),
            ),
        ),
    ),
)

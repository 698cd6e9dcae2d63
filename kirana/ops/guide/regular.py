"""Regular maintenance: what the guide wants every day, every week and every month."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.guide.tasks import Bullet, Cadence, Group, Section

DAILY = _("Daily Tasks")
WEEKLY = _("Weekly Tasks")
MONTHLY = _("Monthly Tasks")

SECTION = Section(
    _("Regular Maintenance Tasks"),
    (
        Group(
            "daily-tasks.monitor-server-health",
            DAILY,
            _("Monitor Server Health"),
            Cadence.DAILY,
            (
                Bullet(
                    "Check Render dashboard for any alerts or issues",
                    _("Disk, clock, worker and queue are asked every few minutes; Render's own alerts by its API."),
                    ("hosting.alerts", "health.disk", "health.clock", "queue.worker", "queue.age", "queue.failed"),
                ),
                Bullet(
                    "Review server logs for errors",
                    _("The shop reads its own logs and names the errors that are new or many."),
                    ("logs.errors",),
                ),
                Bullet(
                    "Monitor API response times",
                    _("Every page and address is timed; slower than 500 ms for 95 of 100 requests is raised."),
                    ("latency.endpoints",),
                    page="console_figures",
                ),
            ),
        ),
        Group(
            "daily-tasks.database-backups",
            DAILY,
            _("Database Backups"),
            Cadence.DAILY,
            (
                Bullet(
                    "Verify automated MongoDB Atlas backups are running",
                    _("The shop backs its own database up; it knows when the last good backup was made."),
                    ("backup.schedule", "backup.age"),
                    page="console_backups",
                ),
                Bullet(
                    "Download a local backup periodically",
                    _("A backup was fetched from the console to a place of your own, and not too long ago."),
                    ("backup.downloaded",),
                    page="console_backups",
                ),
            ),
        ),
        Group(
            "daily-tasks.order-processing",
            DAILY,
            _("Order Processing"),
            Cadence.DAILY,
            (
                Bullet(
                    "Check for any stuck or failed orders",
                    _("Orders that stay too long in a state are listed by number; the books prove the rest."),
                    ("orders.stuck", "books.right", "invoices.gapless"),
                    page="staff_orders",
                ),
                Bullet(
                    "Verify payment processing is working correctly",
                    _("Payments come through, webhooks arrive, gateways answer, no refund hangs."),
                    (
                        "payments.flow",
                        "payments.webhooks",
                        "gateway.reachable",
                        "refunds.stuck",
                        "money.exceptions",
                        "money.closed",
                        "settlements.matched",
                    ),
                    page="staff_payments",
                ),
                Bullet(
                    "Respond to customer support requests",
                    _("Requests without a first answer in 48 hours or an end within a month are listed."),
                    ("support.open",),
                ),
            ),
        ),
        Group(
            "weekly-tasks.security-updates",
            WEEKLY,
            _("Security Updates"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Check for security advisories for dependencies",
                    _("Every installed package is compared with the published advisories."),
                    ("security.advisories",),
                ),
                Bullet(
                    "Apply critical security patches",
                    _("Packages with a known hole and a release that mends it are listed with the command."),
                    ("security.advisories", "security.updates"),
                ),
                Bullet(
                    "Review access logs for suspicious activity",
                    _("The shop reads who came: guessed passwords, scanners and counting through are named."),
                    ("access.review",),
                ),
            ),
        ),
        Group(
            "weekly-tasks.performance-optimization",
            WEEKLY,
            _("Performance Optimization"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Analyze slow API endpoints",
                    _("The slowest addresses are named with their times."),
                    ("latency.slowest",),
                    page="console_figures",
                ),
                Bullet(
                    "Check database query performance",
                    _("Slow statements are kept with their plan and the code that sent them."),
                    ("database.slow_statements",),
                    page="console_database",
                ),
                Bullet(
                    "Optimize image assets if needed",
                    _("Pictures are made small when they come in; the check finds any that are missing or too large."),
                    ("images.audit",),
                    page="staff_catalogue",
                ),
            ),
        ),
        Group(
            "weekly-tasks.content-updates",
            WEEKLY,
            _("Content Updates"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Update featured products",
                    _("Featured products are in stock and were changed lately."),
                    ("content.featured",),
                ),
                Bullet(
                    "Refresh promotional banners",
                    _("Banners are in their season, and none has run on past its time."),
                    ("content.banners",),
                ),
                Bullet(
                    "Update any seasonal content",
                    _("The next festivals are known, and what is prepared for them."),
                    ("content.seasonal",),
                ),
            ),
        ),
        Group(
            "monthly-tasks.dependency-updates",
            MONTHLY,
            _("Dependency Updates"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Review npm dependencies for updates",
                    _("The shop's packages are Python's; those with a newer release are listed."),
                    ("security.updates",),
                ),
                Bullet(
                    "Test and apply non-breaking updates",
                    _("Small updates are told apart from large ones, and the tests are run before they go out."),
                    ("security.updates", "release.preflight"),
                ),
                Bullet(
                    "Plan for major version upgrades",
                    _("Large updates are listed by themselves, with how long the present version is cared for."),
                    ("security.updates",),
                ),
            ),
        ),
        Group(
            "monthly-tasks.feature-planning",
            MONTHLY,
            _("Feature Planning"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Review user feedback for improvement ideas",
                    _("What customers ask for is gathered, grouped and counted."),
                    ("feedback.review",),
                ),
                Bullet(
                    "Plan new features or enhancements",
                    _("Wishes that were looked at have become a plan."),
                    ("feedback.plan",),
                ),
                Bullet(
                    "Prioritize bug fixes and technical debt",
                    _("What is planned has its order: what comes first, what can wait."),
                    ("feedback.priorities",),
                ),
            ),
        ),
        Group(
            "monthly-tasks.analytics-review",
            MONTHLY,
            _("Analytics Review"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Analyze user behavior and conversion rates",
                    _("From looking to buying: how many came, filled a basket and ordered, against the month before."),
                    ("analytics.conversion",),
                ),
                Bullet(
                    "Review popular products and categories",
                    _("What sells most and what does not, by product and by shelf."),
                    ("analytics.popular",),
                ),
                Bullet(
                    "Identify opportunities for optimization",
                    _("Searches that found nothing, goods that ran out, baskets left behind."),
                    ("analytics.opportunities",),
                ),
            ),
        ),
    ),
)

"""Scaling: when the shop outgrows its machine, and what to do then."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.guide.tasks import Bullet, Cadence, Group, Section

HOW = _("How to Scale")

SECTION = Section(
    _("Scaling Considerations"),
    (
        Group(
            "when-to-scale.all",
            _("When to Scale"),
            "",
            Cadence.WEEKLY,
            (
                Bullet(
                    "**High CPU/Memory Usage**: If Render shows consistently high resource usage",
                    _("Processor and memory are measured every minute; 80% for long is raised."),
                    ("process.cpu", "process.memory"),
                    page="console_figures",
                ),
                Bullet(
                    "**Slow Response Times**: If API response times exceed 500ms consistently",
                    _("The guide's own threshold of 500 ms is the shop's threshold."),
                    ("latency.endpoints",),
                    page="console_figures",
                ),
                Bullet(
                    "**Database Growth**: If MongoDB data size exceeds 80% of your plan's limit",
                    _("The database is measured against the limit in the settings, or against the disk."),
                    ("database.size",),
                    page="console_database",
                ),
            ),
        ),
        Group(
            "how-to-scale.vertical-scaling",
            HOW,
            _("Vertical Scaling"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Upgrade your Render service plan for more resources",
                    _("The shop says when a larger machine would help, and why."),
                    ("scaling.advice", "process.cpu", "process.memory"),
                    page="console_figures",
                ),
                Bullet(
                    "Increase MongoDB Atlas tier for more storage and performance",
                    _("More room for the database is advised before it is needed."),
                    ("scaling.advice", "database.forecast"),
                    page="console_database",
                ),
            ),
        ),
        Group(
            "how-to-scale.horizontal-scaling",
            HOW,
            _("Horizontal Scaling"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Consider splitting the backend into microservices",
                    _("One program serves a chain of shops; the advice says what to do before it is split."),
                    ("scaling.advice",),
                ),
                Bullet(
                    "Use a load balancer for multiple backend instances",
                    _("Several web processes share one database by settings alone; the advice says when."),
                    ("scaling.advice", "database.connections"),
                ),
                Bullet(
                    "Implement caching with Redis for frequently accessed data",
                    _("Pages that are the same for everyone are kept in memory; with several machines in Redis."),
                    ("health.cache",),
                ),
            ),
        ),
    ),
)

"""The database: the guide speaks of MongoDB Atlas, this shop keeps its own SQLite or PostgreSQL."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.guide.tasks import Bullet, Cadence, Group, Section

ATLAS = "MongoDB Atlas"

SECTION = Section(
    _("Database Maintenance"),
    (
        Group(
            "mongodb-atlas.regular-backups",
            ATLAS,
            _("Regular Backups"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "MongoDB Atlas provides automated backups",
                    _("Here the shop makes them itself: compressed, encrypted and counted."),
                    ("backup.schedule", "backup.age"),
                    page="console_backups",
                ),
                Bullet(
                    "Configure backup schedule in Atlas dashboard",
                    _("Schedule and places are settings; the check says what they are and whether they are kept."),
                    ("backup.schedule", "backup.places"),
                    page="console_backups",
                ),
                Bullet(
                    "Test restore process periodically",
                    _("Every week the newest backup is restored beside the shop and compared row by row."),
                    ("backup.restorable",),
                    page="console_backups",
                ),
            ),
        ),
        Group(
            "mongodb-atlas.performance-monitoring",
            ATLAS,
            _("Performance Monitoring"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Use MongoDB Atlas monitoring tools",
                    _("The console's database page shows size, connections, bloat and slow statements."),
                    ("database.connections", "database.bloat", "database.leaks", "health.database"),
                    page="console_database",
                ),
                Bullet(
                    "Check for slow queries",
                    _("Statements above the threshold are kept with plan, caller and count."),
                    ("database.slow_statements",),
                    page="console_database",
                ),
                Bullet(
                    "Optimize indexes as needed",
                    _("Missing, unused and dropped indexes are found, each with the statement that mends it."),
                    ("database.indexes_missing", "database.indexes_unused", "database.indexes_dropped"),
                    page="console_database",
                ),
            ),
        ),
        Group(
            "mongodb-atlas.scaling",
            ATLAS,
            _("Scaling"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Monitor database size and connection count",
                    _("Both are measured every few minutes against their limits."),
                    ("database.size", "database.connections"),
                    page="console_database",
                ),
                Bullet(
                    "Upgrade cluster tier if approaching limits",
                    _("The days until it is full are reckoned from its growth, so that there is time to act."),
                    ("database.forecast", "scaling.advice"),
                    page="console_database",
                ),
                Bullet(
                    "Consider sharding for very large datasets",
                    _("A shop stays far below what one database can hold; the size says when that is no longer so."),
                    ("database.size", "scaling.advice"),
                    page="console_database",
                ),
            ),
        ),
    ),
)

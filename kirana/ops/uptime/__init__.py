"""Whether the shop can be reached: its own record of every minute, monitors outside, and what the public is shown."""


def register() -> None:
    """Add the parts that every shop has, the checks and the minute's job; called once, when all is ready."""
    from django.utils.translation import gettext_lazy as _

    from kirana.core import jobs
    from kirana.ops import checks as registry
    from kirana.ops.switches import Switch
    from kirana.ops.uptime import checks, front, record, tasks
    from kirana.ops.uptime.record import Part

    closed = (Switch.READ_ONLY, Switch.PAUSE_ORDERING)
    record.register(Part("front", _("Shop front"), probe=front.is_open, position=10, is_probed=True))
    record.register(Part("api", _("Programs and apps"), probe=front.api_is_up, position=60, is_probed=True))
    record.register(Part("ordering", _("Ordering"), ("health.database", "health.migrations"), closed, position=20))
    record.register(Part("payments", _("Payments"), ("gateway.reachable", "payments.flow"), position=30))
    record.register(Part("mail", _("Mails"), ("health.mail", "outbox.age"), position=50))
    for check in checks.CHECKS:
        registry.register(check)
    jobs.every(minutes=1, task=tasks.look)

"""The logs: lines of JSON that any process appends to, masked in one place, kept by one job, searched in a console."""


def register() -> None:
    """Add the checks and the jobs of logs, of access and of errors; called once, when the application is ready."""
    from django.conf import settings

    from kirana.core import jobs
    from kirana.ops import checks
    from kirana.ops.access import checks as access_checks
    from kirana.ops.errors import checks as error_checks
    from kirana.ops.errors import sentry
    from kirana.ops.logs import checks as log_checks
    from kirana.ops.logs import masking, tasks

    masking.never_show(masking.secrets_of(settings))
    for check in (*log_checks.CHECKS, *access_checks.CHECKS, *error_checks.CHECKS):
        checks.register(check)
    jobs.every(minutes=5, task=tasks.keep_logs)
    sentry.start()

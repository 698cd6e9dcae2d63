from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "kirana.ops"

    def ready(self) -> None:
        from kirana.core import audit, jobs
        from kirana.ops import books, checks, health, runs, tasks
        from kirana.ops.guide import answers

        books.register("audit log", audit.verify)
        books.register("checks", runs.verify)
        books.register("guide", answers.verify)
        for check in health.CHECKS:
            checks.register(check)
        jobs.every(minutes=1, task=tasks.release_switches)
        jobs.every(minutes=1, task=tasks.ask_checks)
        jobs.every(minutes=24 * 60, task=tasks.thin_runs)
        self._measure()
        self._care()
        self._back_up()
        self._log()

    def _measure(self) -> None:
        from kirana.core import jobs
        from kirana.ops import checks, watch
        from kirana.ops.measure import tasks

        for check in watch.CHECKS:
            checks.register(check)
        jobs.every(minutes=1, task=tasks.look_at_the_host)
        jobs.every(minutes=10, task=tasks.roll_up)

    def _care(self) -> None:
        from kirana.core import events, jobs
        from kirana.ops import books, checks
        from kirana.ops.breach import checks as breach_checks
        from kirana.ops.care import checks as care_checks
        from kirana.ops.incidents import books as incident_books
        from kirana.ops.incidents import checks as incident_checks
        from kirana.ops.incidents import services
        from kirana.ops.releases import checks as release_checks
        from kirana.ops.releases import tasks as release_tasks
        from kirana.ops.running import VerdictChanged
        from kirana.ops.secrets import checks as secret_checks
        from kirana.ops.secrets import tasks as secret_tasks
        from kirana.ops.switches import SwitchTurned

        books.register("incidents", incident_books.check)
        jobs.every(minutes=60, task=secret_tasks.look_at_secrets)
        jobs.every(minutes=24 * 60, task=secret_tasks.drop_old_keys)
        jobs.every(minutes=1, task=release_tasks.judge_release)
        own = (incident_checks, secret_checks, breach_checks, care_checks, release_checks)
        for check in (check for module in own for check in module.CHECKS):
            checks.register(check)
        events.subscribe(VerdictChanged, services.note_verdict)
        events.subscribe(SwitchTurned, services.note_switch)

    def _back_up(self) -> None:
        from kirana.ops import backups

        backups.register()

    def _log(self) -> None:
        from kirana.ops import logs, uptime

        logs.register()
        uptime.register()

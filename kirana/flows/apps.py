from django.apps import AppConfig


def _count_searches() -> None:
    from collections.abc import Iterable
    from datetime import datetime

    from kirana.analytics import selectors
    from kirana.support import asks

    def not_found(_store_id: int, since: datetime) -> Iterable[tuple[str, int]]:
        return selectors.not_found(since=since.date())

    asks.join("search", not_found)


def _read_webhooks() -> None:
    from kirana.core import jobs
    from kirana.flows.webhooks import tasks

    jobs.every(minutes=1, task=tasks.read_webhooks)


class FlowsConfig(AppConfig):
    name = "kirana.flows"

    def ready(self) -> None:
        _count_searches()
        _read_webhooks()
        from kirana.core import jobs
        from kirana.flows import books, money_books, money_checks, tasks
        from kirana.ops import books as registry
        from kirana.ops import checks

        registry.register("orders and payments", books.check)
        registry.register("payments and ledgers", money_books.check)
        for check in money_checks.CHECKS:
            checks.register(check)
        jobs.every(minutes=5, task=tasks.expire_orders)
        jobs.every(minutes=1, task=tasks.tell_maintainers)
        jobs.every(minutes=15, task=tasks.send_digests)
        jobs.every(minutes=1, task=tasks.ask_gateways)
        jobs.every(minutes=30, task=tasks.match_settlements)
        jobs.every(minutes=180, task=tasks.remind_khatas)

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from kirana.core import clock
from kirana.ops import running
from kirana.ops.checks import Verdict, all_checks
from kirana.ops.database import statements
from kirana.ops.watch import data
from kirana.ops.watch import statements as asked


class Command(BaseCommand):
    help = "Say how the database is: size, connections, slow statements with their plans, indexes; and what to do."

    def handle(self, *_args: Any, **_options: Any) -> None:
        at = clock.now()
        keys = {check.key for check in (*data.CHECKS, *asked.CHECKS)}
        for check in all_checks():
            if check.key in keys:
                answer = running.ask(check, at=at)
                mark = self.style.ERROR if answer.verdict == Verdict.ACT else self.style.SUCCESS
                self.stdout.write(f"\n{mark(str(check.title))}: {answer.message}")
                self.stdout.writelines(f"  {figure.label}: {figure.value}\n" for figure in answer.figures)
                self.stdout.writelines(f"  - {'  '.join(row)}\n" for row in answer.rows)
        self.stdout.writelines(self._plans())

    def _plans(self) -> Iterator[str]:
        for one in statements.slow(at=clock.now())[:5]:
            yield f"\n{one.caller or '?'}, {one.slow} times slow, at worst {one.worst_ms} ms\n  {one.sql}\n"
            yield from (f"    {line}\n" for line in one.plan.splitlines())

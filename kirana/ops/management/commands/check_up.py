import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kirana.core import clock
from kirana.ops import running
from kirana.ops.checks import Check, Verdict, all_checks, worst
from kirana.ops.runs import CheckRun

EXIT = {Verdict.ACT: 2, Verdict.WATCH: 1}
STYLES = {Verdict.GOOD: "SUCCESS", Verdict.ACT: "ERROR", Verdict.WATCH: "WARNING"}


class Command(BaseCommand):
    help = "Ask the checks now; exit 2 when one is to be acted on, 1 when one is to be watched, else 0."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--only", metavar="KEY", help="one check, or all of an area: queue.age, queue")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = [check for check in all_checks() if _is_meant(check, options["only"])]
        if not chosen:
            raise CommandError(f"there is no check “{options['only']}”")
        answers = [(check, running.run(check=check, at=clock.now())) for check in chosen]
        for check, answer in answers:
            self._say(check, answer)
        spoken = worst([Verdict(answer.verdict) for _check, answer in answers])
        raise SystemExit(EXIT.get(spoken, 0) if spoken else 0)

    def _say(self, check: Check, answer: CheckRun) -> None:
        verdict = Verdict(answer.verdict)
        style = getattr(self.style, STYLES.get(verdict, "NOTICE"))
        label = f"{verdict.label}"
        line = f"{style(f'{label:<18}')} {check.key:<28} {answer.took_ms:>6} ms  {answer.message}"
        self.stdout.write(line)
        for row in answer.rows:
            self.stdout.write(" " * 20 + "  ".join(row))


def _is_meant(check: Check, only: str | None) -> bool:
    return only is None or check.key == only or check.key.startswith(f"{only}.")

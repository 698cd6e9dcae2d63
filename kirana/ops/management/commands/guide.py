import argparse
import shutil
from itertools import groupby
from textwrap import shorten
from typing import Any

from django.core.management.base import BaseCommand

from kirana.core import clock
from kirana.ops.checks import Verdict, worst
from kirana.ops.guide import standing
from kirana.ops.guide.standing import TaskSeen
from kirana.ops.guide.tasks import Cadence

EXIT = {Verdict.ACT: 2, Verdict.WATCH: 1, Verdict.ASK: 1}
STYLES = {Verdict.GOOD: "SUCCESS", Verdict.ACT: "ERROR", Verdict.WATCH: "WARNING", Verdict.ASK: "NOTICE"}
LEFT, TASK = 22, 46
UNBOUNDED = 1000  # what is piped into a file or a mail is not cut


class Command(BaseCommand):
    help = "Print where the maintenance guide stands; exit 2 when something is to be acted on, 1 when watched or asked."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        for cadence in (Cadence.DAILY, Cadence.WEEKLY, Cadence.MONTHLY):
            parser.add_argument(f"--{cadence}", dest="cadences", action="append_const", const=cadence)

    def handle(self, *_args: Any, **options: Any) -> None:
        found = standing.look(at=clock.now())
        wanted = options["cadences"] or list(Cadence)
        tasks = [seen for seen in found.tasks if seen.task.cadence in wanted]
        for heading, group in groupby(tasks, key=lambda seen: (seen.task.section, seen.task.subsection)):
            self.stdout.write("\n" + self.style.MIGRATE_HEADING(" · ".join(str(word) for word in heading if word)))
            for seen in group:
                self._line(seen)
        self._sum_up(tasks)
        if found.shop.worker.verdict != Verdict.GOOD:
            self.stdout.write(self.style.ERROR(found.shop.worker.message))
        spoken = worst([found.shop.worker.verdict, *(seen.verdict for seen in tasks)])
        raise SystemExit(EXIT.get(spoken, 0) if spoken else 0)

    def _line(self, seen: TaskSeen) -> None:
        label = self._coloured(seen.verdict, f"{seen.verdict.label:<{LEFT}}")
        columns = shutil.get_terminal_size().columns if self.stdout.isatty() else UNBOUNDED
        room = max(30, columns - LEFT - TASK - 2)
        task = shorten(seen.task.words, TASK, placeholder="…")
        self.stdout.write(f"{label}{task:<{TASK}}  {shorten(seen.message, room, placeholder='…')}")

    def _sum_up(self, tasks: list[TaskSeen]) -> None:
        counts = {verdict: sum(seen.verdict == verdict for seen in tasks) for verdict in Verdict}
        said = [self._coloured(verdict, f"{number} {verdict.label}") for verdict, number in counts.items() if number]
        self.stdout.write(f"\n{len(tasks)} tasks: " + ", ".join(said))

    def _coloured(self, verdict: Verdict, text: str) -> str:
        style: str = getattr(self.style, STYLES.get(verdict, "NOTICE"))(text)
        return style

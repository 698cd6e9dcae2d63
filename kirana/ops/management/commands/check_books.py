from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kirana.core import locks
from kirana.ops import books


class Command(BaseCommand):
    help = "Check every invariant of the books on the real data; exit 1 and name each row that is wrong."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with locks.one_moment():
            findings = list(books.audit_all())
        for finding in findings:
            self.stdout.write(f"{finding.book}: {finding.sentence}")
        if findings:
            raise CommandError(f"{len(findings)} thing(s) in the books are wrong.")
        self.stdout.write(self.style.SUCCESS(f"The books are right: {', '.join(books.names())}."))

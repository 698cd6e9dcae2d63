import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kirana.core.errors import ShopError
from kirana.ops.backups import sealing


class Command(BaseCommand):
    help = "Make the key that backups are sealed with, or see whether the keys that are set belong together."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["make", "check"])
        parser.add_argument("--file", type=Path, default=Path("backup-identity.txt"), help="where the identity goes")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "make":
                self._make(options["file"])
            else:
                self._check()
        except ShopError as refusal:
            raise CommandError(refusal.message) from refusal

    def _make(self, path: Path) -> None:
        identity, recipient = sealing.make_pair()
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(f"{path} is there already; a key is never written over another.") from None
        with os.fdopen(descriptor, "w") as file:
            file.write(f"# public key: {recipient}\n{identity}\n")
        self.stdout.write(
            f"The identity is in {path}. Whoever has it can read every backup, and without it nobody can.\n"
            "Keep two copies of it away from this machine: on paper in the shop's safe, and in a password store.\n"
            "Then give the shop the recipient:\n\n"
            f"    BACKUP_RECIPIENTS={recipient}\n\n"
            "For the weekly drill the shop needs the identity too, in a file that only it can read:\n\n"
            f"    BACKUP_IDENTITY_FILE={path.resolve()}"
        )

    def _check(self) -> None:
        if not sealing.recipients():
            raise CommandError("BACKUP_RECIPIENTS is not set: backups are not sealed.")
        if sealing.identity_file() is None:
            raise CommandError("BACKUP_IDENTITY_FILE is not set: drills cannot open what is sealed.")
        if not sealing.opens_what_is_sealed():
            raise CommandError("The identity is of none of the recipients: it will not open the backups made now.")
        self.stdout.write("The identity opens what is sealed for the recipients.")

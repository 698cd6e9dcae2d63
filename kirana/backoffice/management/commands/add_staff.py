from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kirana.accounts import services as accounts
from kirana.accounts.roles import Role
from kirana.core import clock
from kirana.core.actors import system
from kirana.stores import selectors as stores


class Command(BaseCommand):
    help = "Give someone a place in the shop, or another role; asks for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--password-file", type=Path, help="read the password from a file instead of asking")

    def handle(self, *_args: Any, **options: Any) -> None:
        file = options["password_file"]
        password = file.read_text(encoding="utf-8").strip() if file else getpass("Password: ")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        place = accounts.employ(
            store=stores.current(),
            email=options["email"],
            name=options["name"],
            role=Role(options["role"]),
            password=password,
            by=system("add_staff"),
            at=clock.now(),
        )
        self.stdout.write(f"{place.user} is {place.get_role_display().lower()} of {place.store}.")

"""Who did it. Every change takes a `by`; every ledger and history row keeps it as one line of text."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class ActorKind(StrEnum):
    CUSTOMER = "customer"  # a shopper who is signed in
    GUEST = "guest"  # a shopper who is not
    STAFF = "staff"  # someone who works in the shop
    SYSTEM = "system"  # the software itself: a job, a command


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a job. `str()` gives the line that is kept: `staff:12 Chitra`."""

    kind: ActorKind
    name: str
    id: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{'' if self.id is None else self.id} {self.name}"[: ByField.LENGTH]

    @classmethod
    def parse(cls, line: str) -> "Actor":
        """The actor that `str()` wrote."""
        match = re.fullmatch(r"(\w+):(\d*) (.*)", line, re.DOTALL)
        if match is None:
            raise ValueError(f"not an actor: {line!r}")
        kind, number, name = match.groups()
        return cls(ActorKind(kind), name, int(number) if number else None)


def system(name: str) -> Actor:
    """The software acting on its own, named for the job: `system("expiry")`."""
    return Actor(ActorKind.SYSTEM, name)


GUEST = Actor(ActorKind.GUEST, "guest")


class ByField(models.CharField):  # type: ignore[type-arg]
    """A column that keeps an actor's line."""

    LENGTH = 120

    def __init__(self, *args: object, **options: object) -> None:
        options.setdefault("max_length", self.LENGTH)
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def get_prep_value(self, value: object) -> str:
        return str(value)

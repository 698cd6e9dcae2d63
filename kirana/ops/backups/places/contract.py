"""What a place of backups can do. Each raises `PlaceUnreachable` when it cannot, with the reason the system gave."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol


class Place(Protocol):
    """A place, by its address."""

    @property
    def address(self) -> str:
        """Where it is, as in the settings."""

    @property
    def is_off_machine(self) -> bool:
        """Whether a backup there outlives this machine."""

    def put(self, name: str, path: Path) -> None:
        """Bring a file there. It has its name only when it is whole."""

    def put_note(self, name: str, text: str) -> None:
        """Write a small text."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Read a file as a stream. Raises `NoSuchBackup`."""

    def names(self) -> dict[str, int]:
        """The files there and their bytes."""

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is no fault."""

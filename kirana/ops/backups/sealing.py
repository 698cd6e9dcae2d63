"""Sealing by age: anyone who knows the recipient can seal, only who holds the identity can open.

The shop knows the recipient (`age1…`, no secret) and needs nothing else to make backups. The identity
(`AGE-SECRET-KEY-1…`) is kept by the owner, away from the shop; a drill is told where by `BACKUP_IDENTITY_FILE`.
"""

from pathlib import Path
from typing import IO, Any

from django.conf import settings
from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from kirana.ops.backups.refusals import BackupCorrupt, BadKey, NoIdentity, WrongKey


def make_pair() -> tuple[str, str]:
    """A new identity and its recipient."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipients() -> list[Any]:
    """Who backups are sealed for; nobody, when nobody is set. Raises `BadKey` when a word is no recipient."""
    try:
        return [x25519.Recipient.from_str(word) for word in settings.BACKUP_RECIPIENTS]
    except RecipientError as error:
        raise BadKey(source="BACKUP_RECIPIENTS") from error


def identities(path: Path) -> list[Any]:
    """The identities in a file: one a line, lines with # are remarks."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, ValueError, IdentityError) as error:
        raise BadKey(source=str(path)) from error
    if not found:
        raise BadKey(source=str(path))
    return found


def identity_file() -> Path | None:
    """Where the drill's identity is, when one is set."""
    return Path(settings.BACKUP_IDENTITY_FILE) if settings.BACKUP_IDENTITY_FILE else None


def opens_what_is_sealed() -> bool:
    """Whether the identity at hand is of one of the recipients; raises `BadKey`."""
    path = identity_file()
    ours = {str(one.to_public()) for one in identities(path)} if path else set()
    return bool(ours & {str(one) for one in recipients()})


def seal(reader: IO[bytes], writer: IO[bytes]) -> None:
    """Read to the end, write sealed; a few kilobytes in memory, whatever the length."""
    encrypt_io(reader, writer, recipients())


def unseal(reader: IO[bytes], writer: IO[bytes], *, identity: Path | None, name: str) -> None:
    """The way back. Raises `NoIdentity`, `WrongKey`, or `BackupCorrupt` at the first piece that was changed."""
    if identity is None:
        raise NoIdentity(name=name)
    try:
        decrypt_io(reader, writer, identities(identity))
    except DecryptError as error:
        if "No matching keys" in str(error):
            raise WrongKey(name=name, file=str(identity)) from error
        raise BackupCorrupt(name=name, reason=str(error)) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            return  # who reads has stopped and says why
        raise BackupCorrupt(name=name, reason=str(error)) from error

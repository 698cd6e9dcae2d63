"""The verbs of settlement files; the only code that writes their tables.

A file is read and looked at first; applying brings its lines into the books, undoing takes them out again. The same
file, or the same line in another file, is in the books once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from kirana.catalog.imports import files
from kirana.core import audit, locks
from kirana.core.actors import Actor
from kirana.payments.ledgers.models import LineProblem, SettlementFile, SettlementLine
from kirana.payments.ledgers.settlements.headers import Layout, layout_of
from kirana.payments.ledgers.settlements.matching import MATCHABLE, match
from kirana.payments.ledgers.settlements.rows import RowRefused, read_row
from kirana.payments.ledgers.states import SETTLEMENTS

BATCH = 1000


def read_file(*, store_id: int, file: IO[bytes], name: str, by: Actor, at: datetime) -> SettlementFile:
    """Read a file and look its lines up; the books are as before. Raises `UnreadableFile`, `UnknownSettlement`."""
    sheet = files.read(file=file, name=name)
    layout = layout_of(sheet.headers)
    with locks.transaction():
        batch = SettlementFile.objects.create(
            store_id=store_id, gateway=layout.gateway, filename=name[:200], by=str(by), at=at
        )
        SETTLEMENTS.begin(batch, by=by, at=at)
        # The header is row 1, as a spreadsheet counts.
        lines = [_line(batch, number, row, layout) for number, row in enumerate(sheet.rows, start=2)]
        _name_known(lines, layout.gateway)
        match([line for line in lines if not line.problem])
        SettlementLine.objects.bulk_create(lines, batch_size=BATCH)
    return batch


def apply_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Bring the lines that can be read and are not in the books yet into the books."""
    with locks.transaction():
        batch = _lock(file_id)
        SETTLEMENTS.move(batch, "apply", by=by, at=at)
        lines = list(batch.lines.exclude(problem__in=[LineProblem.REFUSED, LineProblem.KNOWN]))
        _name_known(lines, batch.gateway)
        _rematch([line for line in lines if line.problem != LineProblem.KNOWN])
        for line in lines:
            line.is_counted = line.problem != LineProblem.KNOWN
        SettlementLine.objects.bulk_update(lines, ["is_counted", "problem", "payment"], batch_size=BATCH)
        _log("settlement.apply", batch, by, at, lines=sum(line.is_counted for line in lines))


def drop_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Not this file after all."""
    with locks.transaction():
        SETTLEMENTS.move(_lock(file_id), "drop", by=by, at=at)


def undo_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Take the lines out of the books again."""
    with locks.transaction():
        batch = _lock(file_id)
        SETTLEMENTS.move(batch, "undo", by=by, at=at)
        undone = batch.lines.filter(is_counted=True).update(is_counted=False)
        _log("settlement.undo", batch, by, at, lines=undone)


def match_again(*, store_id: int) -> int:
    """Look the lines up once more that found no payment; returns how many found one now."""
    with locks.transaction():
        open_ = list(
            SettlementLine.objects.filter(file__store_id=store_id, is_counted=True).exclude(problem=LineProblem.NONE)
        )
        _rematch(open_)
        SettlementLine.objects.bulk_update(open_, ["problem", "payment"], batch_size=BATCH)
    return sum(line.problem == LineProblem.NONE for line in open_)


def _rematch(lines: Iterable[SettlementLine]) -> None:
    again = [line for line in lines if line.kind in MATCHABLE]
    match(again)


def _line(batch: SettlementFile, number: int, row: files.Row, layout: Layout) -> SettlementLine:
    line = SettlementLine(file=batch, gateway=batch.gateway, row_number=number)
    try:
        said = read_row(row, layout)
    except RowRefused as refusal:
        line.problem, line.said = LineProblem.REFUSED, str(refusal)[:200]
        return line
    for name in ("key", "kind", "ids", "gross_paise", "fee_paise", "tax_paise", "net_paise", "settled_on", "payout"):
        setattr(line, name, getattr(said, name))
    return line


def _name_known(lines: list[SettlementLine], gateway: str) -> None:
    """Say of each line whether it is in the books already, or stands twice in its file."""
    counted = SettlementLine.objects.filter(gateway=gateway, is_counted=True)
    known = set(counted.values_list("key", flat=True))
    for line in lines:
        if line.problem == LineProblem.REFUSED:
            continue
        if line.key in known:
            line.problem = LineProblem.KNOWN
        known.add(line.key)


def _lock(file_id: int) -> SettlementFile:
    return locks.locked(SettlementFile.objects.filter(pk=file_id)).get()


def _log(action: str, batch: SettlementFile, by: Actor, at: datetime, **detail: int) -> None:
    audit.record(action=action, subject=f"settlement:{batch.pk}", by=by, at=at, file=batch.filename, **detail)

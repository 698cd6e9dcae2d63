"""Opening a file of products: CSV, Excel or JSON becomes rows of text under their headers."""

import csv
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _

from kirana.catalog.imports.headers import is_a_product
from kirana.core.errors import ShopError

MOST_BYTES = 60 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "cp1252")  # in this order: UTF-8 cannot be mistaken, cp1252 is what Excel writes

# What zip, XML (a SyntaxError) and openpyxl say of a workbook that was cut or damaged on its way.
DAMAGED = (BadZipFile, zlib.error, SyntaxError, EOFError, LookupError, ValueError, TypeError)

Row = Mapping[str, str]


class UnreadableFile(ShopError):
    code = "unreadable_file"
    status = 422
    sentence = _("%(name)s cannot be read: %(why)s")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headers as they are written, and the rows under them, in order.

    `first_row` is the number that the first of them has where people look at the file: 2 under a row of headers.
    """

    headers: list[str]
    rows: Sequence[Row]
    first_row: int = 2


def read(*, file: IO[bytes], name: str) -> Sheet:
    """The sheet in a file; its ending says of what kind. Raises `UnreadableFile`."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(name=name, why=_("it is larger than 60 MB."))
    ending = PurePath(name).suffix.lower()
    if ending in (".xlsx", ".xlsm"):
        return _excel(content, name)
    if ending == ".json":
        return _json(content, name)
    if ending in (".csv", ".txt", ".tsv"):
        return _csv(content, name)
    raise UnreadableFile(name=name, why=_("only CSV, Excel (.xlsx) and JSON files can be imported."))


def _csv(content: bytes, name: str) -> Sheet:
    text = _decoded(content, name)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [{key: value or "" for key, value in row.items() if isinstance(key, str)} for row in reader]
    except csv.Error as error:
        raise UnreadableFile(name=name, why=str(error)) from error
    return Sheet(list(reader.fieldnames or ()), rows)


def _decoded(content: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(name=name, why=_("its letters are in no encoding we know. Save it as CSV UTF-8."))


def _excel(content: bytes, name: str) -> Sheet:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(values_only=True))
    except (InvalidFileException, *DAMAGED) as error:
        raise UnreadableFile(name=name, why=_("it is not an Excel file.")) from error
    headers = [_cell(value) for value in lines[0]] if lines else []
    rows = [
        dict(zip(headers, map(_cell, line), strict=False))
        for line in lines[1:]
        if any(value is not None for value in line)
    ]
    return Sheet(headers, rows)


def _json(content: bytes, name: str) -> Sheet:
    try:
        found = list(_objects(json.loads(content, parse_float=str)))
    except ValueError as error:
        raise UnreadableFile(name=name, why=_("it is not JSON.")) from error
    headers = list(dict.fromkeys(key for row in found for key in row))
    return Sheet(headers, [{key: _cell(value) for key, value in row.items()} for row in found], first_row=1)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The products of a JSON file: the objects of its lists, however deep a list lies.

    An object that holds lists is a product when it has a name and a price of its own, a shelf of products otherwise.
    """
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and (is_a_product(item) or not any(map(_is_list, item.values()))):
                yield item
            else:
                yield from _objects(item)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _objects(inner)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _cell(value: object) -> str:
    """A cell as text; a whole number that Excel kept as 12.0 is written 12, a list of words with commas."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_cell(one) for one in value if not _is_nested(one))
    text = str(value)
    return text.removesuffix(".0") if not isinstance(value, str) else text

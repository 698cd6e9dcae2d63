"""Files of products, as people and programs make them."""

import csv
import io
import json
from typing import Any

from openpyxl import Workbook


def a_csv(*rows: dict[str, Any], delimiter: str = ",", encoding: str = "utf-8") -> io.BytesIO:
    """The rows under the headers of the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(out.getvalue().encode(encoding))


def an_excel(*rows: dict[str, Any]) -> io.BytesIO:
    """The rows on the first sheet of a workbook."""
    book = Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def a_json(value: Any) -> io.BytesIO:
    """The value as a program writes it."""
    return io.BytesIO(json.dumps(value, ensure_ascii=False).encode())

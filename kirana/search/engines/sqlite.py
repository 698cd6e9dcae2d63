"""SQLite's FTS5: a table of its own, keyed by product id; words arrive folded, so it only splits at spaces."""

from collections.abc import Sequence

from django.db import connection

from kirana.search.models import SearchEntry
from kirana.search.words import words_of

FIND = "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY bm25(search_index, 6.0, 1.0) LIMIT %s"


def index(entries: Sequence[SearchEntry]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_index WHERE rowid = %s", [(entry.pk,) for entry in entries])
        rows = [(entry.pk, " ".join(words_of(entry.title)), " ".join(words_of(entry.words))) for entry in entries]
        cursor.executemany("INSERT INTO search_index (rowid, title, words) VALUES (%s, %s, %s)", rows)


def find(words: Sequence[str], limit: int) -> list[int]:
    # Every word is quoted, so nothing a person types is read as the query language.
    match = " AND ".join(f'"{word}"*' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(FIND, [match, limit])
        return [row[0] for row in cursor.fetchall()]

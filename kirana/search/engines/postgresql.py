"""PostgreSQL's full text search, with the `simple` dictionary: words arrive folded, and no language's stems apply."""

from collections.abc import Sequence

from django.db import connection

from kirana.search.models import SearchEntry
from kirana.search.words import words_of

INSERT = """
    INSERT INTO search_index (product_id, vector) VALUES (%s, %s::tsvector)
    ON CONFLICT (product_id) DO UPDATE SET vector = excluded.vector
"""
FIND = """
    SELECT product_id FROM search_index, CAST(%s AS tsquery) AS query
    WHERE vector @@ query ORDER BY ts_rank(vector, query) DESC, product_id LIMIT %s
"""
MOST_POSITIONS = 16_000  # a tsvector knows no more


def index(entries: Sequence[SearchEntry]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(entry.pk, _vector(entry)) for entry in entries])


def _vector(entry: SearchEntry) -> str:
    """The lexemes with their places and weights, written out: PostgreSQL's parser would cut Devanagari its own way."""
    weighted = [(word, "A") for word in words_of(entry.title)] + [(word, "C") for word in words_of(entry.words)]
    return " ".join(f"'{word}':{place}{weight}" for place, (word, weight) in enumerate(weighted[:MOST_POSITIONS], 1))


def find(words: Sequence[str], limit: int) -> list[int]:
    query = " & ".join(f"'{word}':*" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(FIND, [query, limit])
        return [row[0] for row in cursor.fetchall()]

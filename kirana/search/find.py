"""Finding goods by what someone typed."""

from kirana.search.engines import engine
from kirana.search.words import query_words

MOST = 500


def product_ids(*, text: str) -> tuple[int, ...]:
    """Products that have every word, best first; a barcode or a code finds its product. Nothing for no words."""
    words = query_words(text)
    return tuple(engine().find(words, MOST)) if words else ()

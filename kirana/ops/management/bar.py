"""A progress bar on a terminal; nothing elsewhere."""

import sys

from tqdm import tqdm


class Bar:
    """`with Bar() as bar: work(progress=bar.show)`."""

    def __enter__(self) -> "Bar":
        self._bar = tqdm(disable=not sys.stderr.isatty(), leave=False)
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.close()

    def show(self, what: str, done: int, total: int) -> None:
        """Move the bar; a total of nothing is one that nobody knows."""
        self._bar.set_description(what, refresh=False)
        self._bar.total, self._bar.n = total or None, done
        self._bar.refresh()

"""A module is named for what it holds. These names say that nobody knew."""

from pathlib import PurePath

import pytest

from tests.rules.sources import EVERYTHING, modules

pytestmark = pytest.mark.sqlite_only

NAMELESS = {"util", "helper", "common", "misc", "manager", "signal"}


def names(path: str) -> set[str]:
    """The words of a file's name and of the folders it is in, without a plural s."""
    words = "_".join(PurePath(path).with_suffix("").parts).split("_")
    return {word.removesuffix("s") for word in words}


def test_the_words_of_a_path_are_looked_at_one_by_one():
    assert names("kirana/core/date_utils.py") & NAMELESS == {"util"}
    assert names("kirana/management/commands/add_staff.py") & NAMELESS == set()


def test_every_module_has_a_name_that_says_something():
    paths = modules(*EVERYTHING)
    assert len(paths) > 200
    assert [path for path in paths if names(path) & NAMELESS] == []

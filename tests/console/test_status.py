"""The status page: for anyone, in two languages, without a session, and when the database is gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from kirana.console import status
from kirana.ops.health import database
from kirana.ops.uptime import record, snapshot
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is_now")]
MINUTE = timedelta(minutes=1)
ALL_WELL = dict.fromkeys(("front", "ordering", "payments", "slots", "mail", "api"), True)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


def seen(*, at=NOW, **works):
    works = ALL_WELL | works
    record.note(works=works, at=at)
    snapshot.write(snapshot.take(works=works, at=at))


def page(path="/status/"):
    answer = Client().get(path)
    assert (answer.status_code, answer.cookies) == (200, {})
    return answer.content.decode()


def states():
    return {part["key"]: part["state"] for part in Client().get("/status.json").json()["parts"]}


def test_everything_works_and_it_says_so_in_both_languages():
    seen()
    assert "<h1>Everything works</h1>" in page()
    assert "<h1>सब ठीक चल रहा है</h1>" in page("/hi/status/")
    assert page().count("<svg") == 6
    assert page().count("<rect") == 6 * 90
    assert set(states().values()) == {"works"}


def test_what_does_not_work_is_named():
    seen(payments=False)
    assert "Something does not work" in page()
    assert states() == dict.fromkeys(ALL_WELL, "works") | {"payments": "broken"}


def test_it_asks_no_more_than_whether_the_database_is_there(django_assert_max_num_queries):
    seen()
    with django_assert_max_num_queries(1):
        page()


def test_without_a_database_it_is_there_and_says_so(monkeypatch):
    seen()
    monkeypatch.setattr(database, "is_answering", lambda: False)

    def refuse(*_args, **_kwargs):
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(refuse):
        assert "Something does not work" in page()
        assert states() == dict.fromkeys(ALL_WELL, "broken") | {"front": "works"}


def test_what_nobody_has_looked_at_is_not_said_to_work():
    seen(at=NOW - 10 * MINUTE)
    assert "We cannot say just now" in page()
    assert states() == dict.fromkeys(ALL_WELL, "unknown") | {"front": "works"}


@pytest.mark.parametrize("text", [None, "", "{", '{"at": "x"}'])
def test_without_a_file_it_says_that_it_does_not_know(tmp_path, text):
    if text is not None:
        (tmp_path / "status.json").write_text(text)
    assert "We cannot say just now" in page()


def test_it_may_load_nothing_but_its_own_style():
    assert Client().get("/status/").headers["Content-Security-Policy"] == status.POLICY
    assert len(page().encode()) < 40_000

"""Each check of health, on the real thing, well and broken."""

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django_q.models import Failure, OrmQ

from kirana.core import audit, clock, outbox
from kirana.core.audit import AuditEntry
from kirana.ops import running
from kirana.ops.checks import Verdict
from kirana.ops.health import books, database, host, keeping, mail, queue
from kirana.orders.models import Order
from kirana.ui.storage import BundledStaticFiles
from tests.cast import BY, NOW
from tests.notifications.mail_server import open_mail_server

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def figures(answer) -> dict[str, str]:
    return {str(one.label): str(one.value) for one in answer.figures}


# --- the database -----------------------------------------------------------------------------------


def test_the_database_answers():
    answer = database.answers(NOW)
    assert answer.verdict is Verdict.GOOD
    assert set(figures(answer)) == {"Kind", "Round trip"}


def test_every_change_of_tables_is_applied():
    assert database.migrations(NOW).verdict is Verdict.GOOD


def test_a_change_of_tables_that_waits_is_named():
    last = MigrationRecorder.Migration.objects.filter(app="ops").order_by("-name")[0]
    last.delete()
    answer = database.migrations(NOW)
    assert answer.verdict is Verdict.ACT
    assert answer.rows == [(f"ops.{last.name}",)]


# --- the queue and the outbox -----------------------------------------------------------------------


def a_job(at) -> None:
    OrmQ.objects.create(key="kirana", payload="", lock=at)


def test_a_queue_whose_jobs_wait():
    assert queue.age(NOW).verdict is Verdict.GOOD
    a_job(NOW - timedelta(minutes=3))
    assert (queue.age(NOW).verdict, queue.age(NOW).message) == (
        Verdict.WATCH,
        "1 jobs wait, the oldest for 180 seconds.",
    )
    a_job(NOW - timedelta(minutes=11))
    assert queue.age(NOW).verdict is Verdict.ACT


def test_a_job_that_is_being_done_does_not_wait():
    a_job(NOW + timedelta(minutes=6))  # taken by a worker, locked until its retry
    assert queue.age(NOW).verdict is Verdict.GOOD


def test_a_job_that_failed_is_named_with_its_error():
    started = {"started": NOW, "success": False, "id": "1", "name": "one"}
    Failure.objects.create(
        func="kirana.x.do", stopped=NOW - timedelta(hours=1), result="Trace\nKeyError: 3\n", **started
    )
    answer = queue.failed(NOW)
    assert answer.verdict is Verdict.WATCH
    assert answer.rows[0][1:] == ("kirana.x.do", "KeyError: 3")
    assert queue.failed(NOW + timedelta(days=1)).verdict is Verdict.GOOD


def test_messages_that_wait_or_were_given_up():
    post = {"channel": "mail", "address": "asha@example.com", "facts": {}, "language": "en", "template": "order_out"}
    outbox.post(dedupe_key="one", at=NOW, **post)
    assert queue.messages(NOW + timedelta(minutes=9)).verdict is Verdict.GOOD
    assert queue.messages(NOW + timedelta(minutes=11)).verdict is Verdict.ACT
    [message] = outbox.due(at=NOW)
    outbox.mark_failed(message, error="no such person", permanent=True)
    answer = queue.messages(NOW + timedelta(minutes=11))
    assert answer.verdict is Verdict.WATCH
    assert answer.rows[0][3] == "no such person"


def test_the_worker_is_judged_by_when_it_was_seen():
    assert queue.worker(NOW).verdict is Verdict.ACT
    running.beat(name=running.WORKER, at=NOW)
    assert queue.worker(NOW + timedelta(minutes=5)).verdict is Verdict.GOOD
    assert queue.worker(NOW + timedelta(minutes=6)).verdict is Verdict.ACT


# --- books and log ----------------------------------------------------------------------------------


def test_a_book_that_is_wrong_is_named_to_the_row(lakshmi):
    assert books.right(NOW).verdict is Verdict.GOOD
    order = lakshmi.a_placed_order(atta=2)
    Order.objects.update(total_paise=1, goods_paise=1)
    answer = books.right(NOW)
    assert answer.verdict is Verdict.ACT
    assert any(order.number in row[1] for row in answer.rows)


def test_a_log_that_was_edited(lakshmi):
    audit.record(action="x", subject="y", by=BY, at=NOW)
    assert books.chain(NOW).verdict is Verdict.GOOD
    AuditEntry.objects.filter(number=1).update(action="z")
    assert books.chain(NOW).verdict is Verdict.ACT


# --- the machine ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "verdict"), [(50, Verdict.GOOD), (15, Verdict.GOOD), (14, Verdict.WATCH), (4, Verdict.ACT)]
)
def test_room_on_the_disks(monkeypatch, free, verdict):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _place: Usage(100 * host.GIB, (100 - free) * host.GIB, free * host.GIB)
    )
    answer = host.disk(NOW)
    assert answer.verdict is verdict
    assert figures(answer)["KIRANA_DATA"] == f"{free} % · {free} GiB / 100 GiB"


def test_the_clocks_agree():
    assert host.time(clock.now()).verdict is Verdict.GOOD


@pytest.mark.parametrize(("away", "verdict"), [(20, Verdict.WATCH), (3600, Verdict.ACT)])
def test_a_clock_that_is_wrong(away, verdict):
    assert host.time(clock.now() - timedelta(seconds=away)).verdict is verdict


@pytest.mark.parametrize(("away", "verdict"), [(0, Verdict.GOOD), (30, Verdict.WATCH), (300, Verdict.ACT)])
def test_a_source_outside_is_compared(far, settings, away, verdict):
    kind, settings.CLOCK_SOURCE = far
    kind.pages["/"] = b"hello"
    kind.date = datetime.now(UTC) + timedelta(seconds=away)
    assert host.time(clock.now()).verdict is verdict


def test_a_source_that_is_away_is_to_be_watched(settings):
    settings.CLOCK_SOURCE = "http://127.0.0.1:9"
    assert host.time(clock.now()).verdict is Verdict.WATCH


# --- mail -------------------------------------------------------------------------------------------


def test_mails_in_a_folder_are_not_connected():
    assert mail.reachable(NOW).verdict is Verdict.NOT_CONNECTED


def test_open_mail_server_that_answers_and_one_that_does_not(settings):
    with open_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        assert mail.reachable(NOW).verdict is Verdict.GOOD
        assert server.received == []
    settings.EMAIL_PORT = 9
    assert mail.reachable(NOW).verdict is Verdict.ACT


def test_a_mail_server_that_takes_no_mail_from_us(settings):
    settings.MAIL_FROM = "Kirana <shop@lakshmi.example>"
    with open_mail_server(refuses={"shop@lakshmi.example"}) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        answer = mail.reachable(NOW)
        assert (answer.verdict, "no mail from you" in answer.message) == (Verdict.ACT, True)


# --- files, cache, styles ---------------------------------------------------------------------------


@pytest.fixture
def media(settings, tmp_path, monkeypatch):
    """An empty folder for pictures."""
    kept = FileSystemStorage(location=tmp_path / "media")
    monkeypatch.setattr(keeping, "default_storage", kept)
    return tmp_path / "media"


def test_a_file_is_kept_and_nothing_is_left_behind(media):
    assert keeping.storage(NOW).verdict is Verdict.GOOD
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_none(media):
    media.write_text("a file stands where the folder should be")
    answer = keeping.storage(NOW)
    assert answer.verdict is Verdict.ACT
    assert answer.message.startswith("A file could not be kept: ")


def test_the_cache_gives_back_what_it_was_given(settings):
    assert keeping.memory(NOW).verdict is Verdict.GOOD


def test_a_cache_that_forgets(monkeypatch):
    monkeypatch.setattr(keeping.cache, "get", lambda _key: None)
    assert keeping.memory(NOW).verdict is Verdict.ACT


@pytest.fixture
def served(settings, tmp_path, monkeypatch):
    """Styles, gathered as a shop serves them."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "kirana.ui.storage.BundledStaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    monkeypatch.setattr(keeping, "staticfiles_storage", BundledStaticFiles(location=tmp_path / "static"))
    return tmp_path / "static"


def test_styles_that_are_those_of_the_code(served):
    answer = keeping.styles(NOW)
    assert answer.verdict is Verdict.GOOD, answer.rows
    assert figures(answer)["Service worker"].startswith(("none", "/"))


def test_a_style_that_was_lost_is_named(served):
    lost = next(served.glob("ui/css/index.*.css"))
    lost.unlink()
    assert keeping.styles(NOW).rows == [("ui/css/index.css", "is not there")]


def test_styles_that_are_older_than_the_code_are_named(served):
    manifest = served / "staticfiles.json"
    os.utime(manifest, (1_000_000_000, 1_000_000_000))
    answer = keeping.styles(NOW)
    assert answer.verdict is Verdict.ACT
    assert answer.rows[0][1] == "is newer than what is served"


def test_as_developers_serve_them_nothing_is_said():
    assert keeping.styles(NOW).verdict is Verdict.NOT_CONNECTED

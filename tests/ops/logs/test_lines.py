"""A line is whole, says which request it belongs to, and holds nothing it should not; a full disk stops nobody."""

import json
import logging
import multiprocessing
from pathlib import Path

import pytest

from kirana.core import trace
from kirana.ops.logs.files import LineFile
from kirana.ops.logs.lines import FileHandler, for_files, for_people

pytestmark = pytest.mark.sqlite_only
ID = "9f0c61d2a5b74e38"


@pytest.fixture
def said(tmp_path):
    """A logger of its own, and what it wrote."""
    handler = FileHandler(str(tmp_path / "app.log"))
    handler.setFormatter(for_files())
    logger = logging.Logger("kirana.tests", level=logging.DEBUG)
    logger.addHandler(handler)
    return logger, lambda: [json.loads(line) for line in (tmp_path / "app.log").read_text().splitlines()]


def test_a_line_begins_with_its_moment_and_carries_the_request(said):
    logger, written = said
    with trace.of(ID):
        logger.info("%s jobs were done", 3)
    line = written()[0]
    assert list(line)[:4] == ["at", "level", "logger", "event"]
    assert (line["level"], line["event"], line["request"]) == ("info", "3 jobs were done", ID)
    assert len(line["at"]) == len("2026-03-02T03:30:00.000000Z")


def test_a_traceback_names_the_place_and_holds_no_value(said):
    logger, written = said

    def pay():
        card = "4111 1111 1111 1111"
        raise ValueError(f"{card} of asha@example.com, +91 98450 11001, was refused")

    try:
        pay()
    except ValueError:
        logger.exception("the payment broke")
    line = written()[0]
    assert (line["error"], line["where"]) == ("ValueError", "tests.ops.logs.test_lines:pay")
    assert "ValueError: [card] of [mail], [phone], was refused" in line["exception"]
    assert [text for text in ("4111", "asha@", "98450") if text in json.dumps(line)] == []


def test_words_are_masked_wherever_they_come_from(said):
    logger, written = said
    logger.warning("Bilal typed %s", "password=tin-of-jaggery", extra={"phone": "98450 11001", "order": "KM-1"})
    line = written()[0]
    assert (line["event"], line["phone"], line["order"]) == ("Bilal typed password=[secret]", "[personal]", "KM-1")


def test_people_read_words_and_no_json():
    record = logging.LogRecord("kirana", logging.INFO, "", 0, "the shop of %s is open", ("asha@example.com",), None)
    said = for_people(colours=False).format(record)
    assert "the shop of [mail] is open" in said
    assert "{" not in said


def _write(path: str, name: str) -> None:
    log = LineFile(Path(path))
    for number in range(400):
        log.write(json.dumps({"at": "2026", "who": name, "number": number, "text": "x" * 300}))


def test_four_processes_append_whole_lines_and_lose_none(tmp_path):
    path = tmp_path / "app.log"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(str(path), name)) for name in "abcd"]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert len(lines) == 1600
    for name in "abcd":
        assert [line["number"] for line in lines if line["who"] == name] == list(range(400))


def test_whoever_writes_follows_a_file_that_was_put_aside(tmp_path):
    log = LineFile(tmp_path / "app.log")
    log.write("one")
    (tmp_path / "app.log").rename(tmp_path / "aside.log")
    log.write("two")
    assert ((tmp_path / "aside.log").read_text(), (tmp_path / "app.log").read_text()) == ("one\n", "two\n")


def test_on_a_full_disk_lines_are_dropped_and_counted_and_the_shop_goes_on(tmp_path):
    log = LineFile(Path("/dev/full"))
    assert [log.write('{"at": "2026-03-02T03:30:00.000000Z", "n": 1}') for _ in range(3)] == [False] * 3
    assert log.lost == 3
    log.path = tmp_path / "app.log"
    assert log.write('{"at": "2026-03-02T03:30:00.000000Z", "n": 4}')
    first, second = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert (first["lost"], first["at"], second["n"], log.lost) == (3, "2026-03-02T03:30:00.000000Z", 4, 0)

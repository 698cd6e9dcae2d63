"""`/metrics`: closed by default, readable by Prometheus' own parser, and the same whichever process answers."""

from datetime import timedelta

import pytest
import yaml
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from kirana.ops.measure import store
from kirana.ops.measure.figures import Figures, Tally
from tests.cast import NOW
from tests.ops.measured import keep
from tests.rules.sources import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("it_is_now")]
TOKEN = "a-sack-of-rice"
BEARER = {"authorization": f"Bearer {TOKEN}"}


def scraped():
    answer = Client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.fixture
def open_to_prometheus(settings):
    settings.METRICS_TOKEN = TOKEN


def test_it_is_closed_unless_someone_opens_it():
    assert Client().get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer guess"}, {"authorization": TOKEN[:-1]}])
def test_without_the_token_there_is_no_such_page(open_to_prometheus, headers):
    assert Client().get("/metrics", headers=headers).status_code == 404


def test_on_loopback_only_programs_of_this_machine_read_it(settings):
    settings.METRICS_TOKEN = "loopback"
    assert Client().get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.7").get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"x-forwarded-for": "203.0.113.7"}).status_code == 404


def test_it_is_only_read(open_to_prometheus):
    assert Client().post("/metrics", headers=BEARER).status_code == 405


def test_what_was_counted_is_what_prometheus_reads(open_to_prometheus):
    tally = Tally()
    for milliseconds, status in ((4, 200), (40, 200), (400, 404), (4000, 500)):
        tally.note(milliseconds * 1000, status)
    store.keep_minutes(source="web-1", minutes=[(NOW, Figures({"home": tally}))])
    found = scraped()
    home = ("page", "home")
    answers = {
        answer: found["kirana_http_requests_total", ("answer", answer), home] for answer in ("good", "refused", "broke")
    }
    assert answers == {"good": 2, "refused": 1, "broke": 1}
    name = "kirana_http_request_duration_seconds"
    assert [found[f"{name}_bucket", ("le", le), home] for le in ("0.005", "0.05", "0.5", "+Inf")] == [1, 2, 3, 4]
    assert (found[f"{name}_count", home], found[f"{name}_sum", home]) == (4, 4.444)


def test_levels_are_in_base_units(open_to_prometheus):
    keep(NOW, host__cpu_permille=250, database__size_kib=2048)
    found = scraped()
    assert found["kirana_host_cpu_ratio",] == 0.25
    assert found["kirana_database_size_bytes",] == 2 * 1024 * 1024
    assert found["kirana_measured_timestamp_seconds", ("process", "host")] == int(NOW.timestamp())


def test_counters_stay_when_the_minutes_are_gone(open_to_prometheus):
    keep(NOW - timedelta(days=3), times=7)
    store.roll_up(at=NOW)
    assert scraped()["kirana_http_requests_total", ("answer", "good"), ("page", "home")] == 7


def test_the_rules_ask_for_what_there_is(open_to_prometheus):
    keep(NOW)
    from kirana.ops import checks, running

    running.run(check=checks.by_key("database.indexes_dropped"), at=NOW)
    names = {key[0] for key in scraped()}
    groups = yaml.safe_load((ROOT / "deploy/prometheus/rules.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    asked = {word for rule in rules for word in _words(rule["expr"]) if word.startswith("kirana_")}
    assert len(asked) >= 9
    assert asked <= names


def test_every_alert_has_its_page():
    groups = yaml.safe_load((ROOT / "deploy/prometheus/rules.yml").read_text())["groups"]
    pages = [rule["annotations"]["runbook"] for group in groups for rule in group["rules"] if "alert" in rule]
    assert len(pages) == 9
    assert [page for page in pages if not (ROOT / page).exists()] == []


def _words(expression):
    import re

    return re.findall(r"[a-z_]+", expression)

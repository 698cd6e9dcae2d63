"""Each request is one line, with its id and without what was typed; who is blocked gets one sentence."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from kirana.core import trace
from kirana.ops.access import blocks
from kirana.ops.access.address import account_mark
from tests.cast import BY, NOW
from tests.storefront.visitors import a_visitor

pytestmark = pytest.mark.usefixtures("it_is_now", "logs")


@pytest.fixture
def lines(logs):
    return lambda: [json.loads(line) for line in (logs / "access.log").read_text().splitlines()]


def test_asha_looks_around(lakshmi, lines):
    answer = a_visitor(lakshmi.asha.user).get("/orders/?page=2")
    line = lines()[0]
    assert trace.is_one(line["request"])
    assert answer.headers[trace.HEADER] == line["request"]
    assert {**line, "ms": 0, "request": ""} == {
        "at": "2026-03-02T03:30:00.000000Z",
        "request": "",
        "method": "GET",
        "page": "orders",
        "path": "/orders/",
        "status": 200,
        "ms": 0,
        "address": "127.0.0.1",
        "user": lakshmi.asha.user.pk,
    }


def test_a_page_that_is_the_same_for_everyone_carries_no_id(lakshmi):
    assert trace.HEADER not in a_visitor().get("/").headers


def test_what_opens_an_order_is_not_in_the_log(lakshmi, lines):
    order = lakshmi.a_placed_order(atta=1)
    a_visitor().get(f"/orders/{order.token}/")
    assert [line["path"] for line in lines()] == ["/orders/…/"]
    assert order.token not in json.dumps(lines())


def test_a_refused_sign_in_says_which_account_and_not_who(lakshmi, lines):
    a_visitor().post("/account/login/", {"login": "asha@example.com", "password": "wrong-tin"})
    line = lines()[-1]
    assert (line["event"], line["account"]) == ("sign_in_failed", account_mark("Asha@example.com "))
    assert [word for word in ("asha@", "wrong-tin") if word in json.dumps(line)] == []


@pytest.mark.django_db
def test_an_address_is_believed_only_where_a_proxy_stands(lines, settings):
    far = {"x-forwarded-for": "203.0.113.7, 198.51.100.9", "x-request-id": "9f0c61d2a5b74e38"}
    Client(headers=far).get("/nowhere/")
    settings.BEHIND_PROXY = True
    Client(headers=far).get("/nowhere/")
    settings.PROXIES = 2
    Client(headers=far).get("/nowhere/")
    assert [line["address"] for line in lines()] == ["127.0.0.1", "198.51.100.9", "203.0.113.7"]
    assert [line["request"] == "9f0c61d2a5b74e38" for line in lines()] == [False, True, True]


@pytest.mark.django_db
def test_who_is_blocked_gets_one_sentence_and_a_line(lines):
    blocks.kept.forget()
    blocks.block(network="203.0.113.7", until=NOW + timedelta(days=1), own="192.0.2.1", by=BY, at=NOW, why="guesses")
    answer = Client(REMOTE_ADDR="203.0.113.7").get("/")
    assert (answer.status_code, answer.content) == (403, b"This address may not visit the shop for now.\n")
    assert (lines()[0]["status"], lines()[0]["event"]) == (403, "blocked")
    assert Client(REMOTE_ADDR="203.0.113.7").get("/api/health").status_code == 200


def test_a_job_carries_the_id_of_its_request(db):
    from django_q.models import OrmQ

    from kirana.core import jobs
    from kirana.notifications.tasks import send_messages

    with trace.of("9f0c61d2a5b74e38"):
        jobs.enqueue(send_messages)
    jobs.enqueue(send_messages)
    assert [row.task.get("group") for row in OrmQ.objects.order_by("pk")] == ["9f0c61d2a5b74e38", None]
    jobs._begin(task=OrmQ.objects.order_by("pk").first().task)
    assert (trace.current(), trace.job()) == ("9f0c61d2a5b74e38", "kirana.notifications.tasks.send_messages")
    jobs._end()
    assert trace.current() == ""

"""Every request is counted, under the name of its page and never under an address."""

import threading

import pytest

from kirana.ops.measure.middleware import NOWHERE
from kirana.ops.measure.recorder import Recorder, recorder
from tests.storefront.visitors import a_visitor


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    recorder.take()


def counted():
    return {name: (one.count, one.refused, one.errors) for name, one in recorder.take().requests.items()}


def test_asha_looks_around(lakshmi):
    browser = a_visitor()
    for address in (
        "/",
        "/hi/",
        f"/p/{lakshmi['atta'].product.slug}/" if hasattr(lakshmi["atta"].product, "slug") else "/",
    ):
        browser.get(address)
    found = counted()
    assert found["home"][0] >= 2
    assert all("/" not in name for name in found)


@pytest.mark.django_db
def test_a_scanner_fills_one_line_and_not_the_table():
    browser = a_visitor()
    for number in range(5):
        browser.get(f"/wp-login-{number}.php")
    assert counted() == {NOWHERE: (5, 5, 0)}


def test_what_is_sent_counts_apart_from_what_is_read(lakshmi):
    browser = a_visitor()
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": "asha@example.com", "password": "wrong"})
    assert {name: one[0] for name, one in counted().items()} == {"account_login": 1, "POST account_login": 1}


@pytest.mark.sqlite_only
def test_threads_lose_no_request():
    shared = Recorder()
    threads = [threading.Thread(target=lambda: [shared.note("home", 1000, 200) for _ in range(5000)]) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    tally = shared.take().requests["home"]
    assert (tally.count, sum(tally.times_us.values())) == (20_000, 20_000)

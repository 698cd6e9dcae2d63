"""A shop whose database is really gone still answers those who ask how it is, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.sources import ROOT

pytestmark = pytest.mark.sqlite_only

ASK = """
import json
import django
django.setup()
from django.test import Client
found = {}
for path in ("/api/health", "/api/health/ready", "/health/", "/hi/health/"):
    answer = Client(headers={"host": "localhost"}).get(path)
    is_json = "json" in answer.headers["Content-Type"]
    found[path] = [answer.status_code, answer.json().get("database", answer.json()["status"]) if is_json else "page"]
print(json.dumps(found))
"""
NOWHERE = ("sqlite:////no/such/folder/kirana.sqlite3", "postgres://nobody@127.0.0.1:9/nothing")

SHOP = """
import json, sys
import django
django.setup()
from django.test import Client
from kirana.content import selectors as content
from kirana.ops import switches
from kirana.ops.incidents import public
if sys.argv[1:] == ["it was there a moment ago"]:
    switches.kept.presume({}, seconds=60)
    public.kept.presume([], seconds=60)
browser = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
browser.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
found = {}
for path in ("/", "/hi/", "/shelves/", "/basket/", "/orders/", "/account/login/", "/staff/", "/staff/console/"):
    answer = browser.get(path)
    calm = "We are back soon" if not path.startswith("/hi/") else "हम थोड़ी देर में लौटते हैं"
    found[path] = [answer.status_code, calm in answer.content.decode(), answer["Cache-Control"], answer["Retry-After"]]
answer = browser.post("/webhooks/stripe/", b"{}", content_type="application/json")
notice = browser.post("/basket/lines/", {"listing": "1"}, headers={"hx-request": "true"})
found["webhook"], found["htmx"] = answer.status_code, [notice.status_code, notice["HX-Retarget"]]
print(json.dumps(found))
"""
CALM = [503, True, "no-store", "300"]


def ask(program: str, address: str, folder: Path, *words: str) -> dict[str, object]:
    """What a process of its own finds, whose database is at that address."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kirana.config.settings.test",
        "DATABASE_URL": address,
        "KIRANA_DATA": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("address", NOWHERE, ids=["SQLite", "PostgreSQL"])
def test_it_says_that_the_database_is_gone(address, tmp_path):
    assert ask(ASK, address, tmp_path) == {
        "/api/health": [200, "down"],
        "/api/health/ready": [503, "not ready"],
        "/health/": [503, "page"],
        "/hi/health/": [503, "page"],
    }


@pytest.mark.parametrize("when", [[], ["it was there a moment ago"]], ids=["from the start", "in the middle"])
@pytest.mark.parametrize("address", NOWHERE, ids=["SQLite", "PostgreSQL"])
def test_every_page_says_calmly_that_it_is_back_soon(address, when, tmp_path):
    found = ask(SHOP, address, tmp_path, *when)
    pages = {path: said for path, said in found.items() if path.startswith("/")}
    assert pages == dict.fromkeys(pages, CALM)
    assert (len(pages), found["webhook"], found["htmx"]) == (8, 503, [503, "#notices"])

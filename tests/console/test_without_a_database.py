"""A shop whose database is really gone still answers those who ask how it is, in a process of its own."""

import json
import os
import subprocess
import sys

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


@pytest.mark.parametrize("address", NOWHERE, ids=["SQLite", "PostgreSQL"])
def test_it_says_that_the_database_is_gone(address, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kirana.config.settings.test",
        "DATABASE_URL": address,
        "KIRANA_DATA": str(tmp_path),
    }
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "/api/health": [200, "down"],
        "/api/health/ready": [503, "not ready"],
        "/health/": [503, "page"],
        "/hi/health/": [503, "page"],
    }

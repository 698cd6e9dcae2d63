"""The books of the Stripe on this machine, read past the shop, as a bank's."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from tests.chaos.shoppers import KEY
from tests.chaos.witness import Bank, Held, Return
from tests.payments.gateways.far_sides import as_stripe_tells_it, is_let_go

STAGES = {"requires_capture": "held", "succeeded": "taken", "canceled": "void"}
SENT = {"succeeded": "done", "failed": "failed", "canceled": "failed"}


def books_of(base: str) -> Bank:
    """Every charge that was ever asked for, with what was taken and given back of it."""
    bank = Bank()
    for intent in _intents(base):
        about = intent["metadata"]
        stage = STAGES.get(intent["status"], "step")
        held = Held(about["key"], intent["id"], about["reference"], intent["amount"], stage, takes_at_once=False)
        held.taken_paise = intent["amount_received"]
        for one in (intent.get("latest_charge") or {"refunds": {"data": []}})["refunds"]["data"]:
            if not is_let_go(one):
                key, state = one["metadata"]["key"], SENT.get(one["status"], "sent")
                held.returns[one["id"]] = Return(key, one["id"], one["amount"], state)
        bank.charges[held.number] = held
    return bank


def _intents(base: str) -> Iterator[dict[str, Any]]:
    last = ""
    while True:
        page = _get(base, f"/v1/payment_intents?limit=100{f'&starting_after={last}' if last else ''}")
        for one in page["data"]:
            told: dict[str, Any] = json.loads(as_stripe_tells_it(json.dumps(one).encode()))
            yield told
            last = one["id"]
        if not page["has_more"]:
            return


def _get(base: str, path: str) -> dict[str, Any]:
    far = HTTPConnection(urlsplit(base).netloc, timeout=10)
    far.request("GET", path, headers={"Authorization": f"Bearer {KEY}"})
    found: dict[str, Any] = json.loads(far.getresponse().read())
    far.close()
    return found

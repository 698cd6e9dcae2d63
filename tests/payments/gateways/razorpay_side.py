"""A Razorpay on this machine, as there is none to be had: its answers have the shape of those its own SDK is tested with.

It keeps orders, payments and refunds, and refuses what Razorpay documents that it refuses: to take less than is held, to
take twice, to give back more than was taken. A shopper is a method.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

Entity = dict[str, Any]
_numbers = count(1)


class Refused(Exception):
    """What Razorpay calls a bad request."""


def a_collection(items: list[Entity]) -> Entity:
    return {"entity": "collection", "count": len(items), "items": items}


@dataclass
class RazorpaySide:
    """Its books, and what was asked of it."""

    base: str = ""
    orders: dict[str, Entity] = field(default_factory=dict)
    payments: dict[str, Entity] = field(default_factory=dict)
    refunds: dict[str, Entity] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    lose: int = 0  # so many of the next answers to a POST never come back
    answer_with: list[tuple[int, bytes]] = field(default_factory=list)

    def forget(self) -> None:
        for kept in (self.orders, self.payments, self.refunds, self.seen, self.answer_with):
            kept.clear()  # type: ignore[attr-defined]
        self.lose = 0

    def forget_keys(self) -> None:
        """It knows no keys: what was asked for is found by what was written on it."""

    def posts(self, ending: str) -> int:
        return sum(verb == "POST" and path.endswith(ending) for verb, path in self.seen)

    # what a shopper does

    def pay(self, order_id: str, *, status: str = "authorized", why: str | None = None) -> Entity:
        """Asha pays for an order on Razorpay's sheet; or her bank says no."""
        payment = {
            "id": f"pay_{next(_numbers):014d}",
            "entity": "payment",
            "amount": self.orders[order_id]["amount"],
            "currency": "INR",
            "status": status,
            "order_id": order_id,
            "amount_refunded": 0,
            "refund_status": None,
            "notes": [],
            "error_code": "BAD_REQUEST_ERROR" if status == "failed" else None,
            "error_reason": why,
        }
        self.payments[payment["id"]] = payment
        return payment

    # what the SDK asks

    def answer(self, verb: str, path: str, asked: Entity) -> Entity:
        """Find the order, payment or refund that is meant, and do it."""
        self.seen.append((verb, path))
        parts = path.removeprefix("/v1/").split("/")
        match verb, parts:
            case "POST", ["orders"]:
                return self._order(asked)
            case "GET", ["orders"]:
                return a_collection([one for one in self.orders.values() if one["receipt"] == asked["receipt"]])
            case "GET", ["orders", order_id, "payments"]:
                self._known(self.orders, order_id)
                return a_collection([one for one in self.payments.values() if one["order_id"] == order_id])
            case "PATCH", ["payments", payment_id]:
                self._known(self.payments, payment_id)["notes"] = asked["notes"]
                return self.payments[payment_id]
            case "POST", ["payments", payment_id, "capture"]:
                return self._capture(self._known(self.payments, payment_id), asked)
            case "POST", ["payments", payment_id, "refund"]:
                return self._refund(self._known(self.payments, payment_id), asked)
            case "GET", ["payments", payment_id, "refunds"]:
                self._known(self.payments, payment_id)
                return a_collection([one for one in self.refunds.values() if one["payment_id"] == payment_id])
            case "GET", ["refunds", refund_id]:
                return self._known(self.refunds, refund_id)
        raise Refused("The requested URL was not found on the server.")

    def _order(self, asked: Entity) -> Entity:
        if asked["payment"]["capture"] != "manual" or len(asked["receipt"]) > 40:
            raise Refused("The order is not as it should be")
        order = {"id": f"order_{next(_numbers):014d}", "entity": "order", "status": "created", "attempts": 0, **asked}
        self.orders[order["id"]] = order
        return order

    def _capture(self, payment: Entity, asked: Entity) -> Entity:
        if payment["status"] != "authorized":
            raise Refused("This payment has already been captured")
        if asked["amount"] != payment["amount"]:
            raise Refused("Capture amount must be equal to the amount authorized")
        payment["status"] = "captured"
        return payment

    def _refund(self, payment: Entity, asked: Entity) -> Entity:
        if payment["amount_refunded"] + asked["amount"] > payment["amount"]:
            raise Refused("The total refund amount is greater than the refund payment amount")
        payment["amount_refunded"] += asked["amount"]
        refund = {
            "id": f"rfnd_{next(_numbers):014d}",
            "entity": "refund",
            "currency": "INR",
            "payment_id": payment["id"],
            "status": "pending",
            **asked,
        }
        self.refunds[refund["id"]] = refund
        return refund

    @staticmethod
    def _known(kept: dict[str, Entity], entity_id: str) -> Entity:
        if entity_id not in kept:
            raise Refused("The id provided does not exist")
        return kept[entity_id]


def _handler(side: RazorpaySide) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one piece

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            asked = json.loads(body) if body else {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
            status, answer = self._said(urlsplit(self.path).path, asked)
            if side.lose and self.command == "POST":
                side.lose -= 1
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def _said(self, path: str, asked: Entity) -> tuple[int, bytes]:
            if side.answer_with:
                return side.answer_with.pop(0)
            try:
                return 200, json.dumps(side.answer(self.command, path, asked)).encode()
            except Refused as refused:
                error = {"code": "BAD_REQUEST_ERROR", "description": str(refused)}
                return 400, json.dumps({"error": error}).encode()

        do_GET = do_POST = do_PATCH = _answer  # noqa: N815

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    return Door


@contextmanager
def razorpay_side() -> Iterator[RazorpaySide]:
    """It, open until the end."""
    side = RazorpaySide()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(side))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    side.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()

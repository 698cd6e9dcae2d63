"""What stands on the far side of a gateway: the real SDKs talk to it over loopback.

`Wire` carries every request on to a stand-in that nobody here wrote, and writes it down. It adds what that stand-in leaves
out of Stripe: answering a repeated key with its first answer, the two sums on an intent, and today's name of a parameter.
It can lose an answer after the work was done, as a network does.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOCALSTRIPE = """
from aiohttp import web
from localstripe import resources, server
resources.store.dump_to_disk = lambda: None
web.run_app(server.app, host="127.0.0.1", port=0, print=lambda said: print(said, flush=True), access_log=None)
"""
ANOTHER_REQUEST = (
    b"""{"error": {"type": "idempotency_error", "message": "Keys can only be used again for the same request"}}"""
)


@dataclass(frozen=True)
class Request:
    """One that came over the wire."""

    verb: str
    path: str
    key: str
    body: str

    def __getitem__(self, name: str) -> str:
        return parse_qs(self.body)[name][0]


@dataclass
class Wire:
    """The loopback server between a gateway and its stand-in."""

    to: str
    seen: list[Request] = field(default_factory=list)
    lose: int = 0  # so many of the next answers to a POST never come back
    answer_with: list[int] = field(default_factory=list)  # statuses to answer with instead of asking the stand-in
    base: str = ""
    _answers: dict[str, tuple[Request, int, bytes]] = field(default_factory=dict)

    def posts(self, ending: str = "") -> list[Request]:
        return [one for one in self.seen if one.verb == "POST" and one.path.endswith(ending)]

    def forget(self) -> None:
        self.seen.clear()
        self.answer_with.clear()
        self.lose = 0

    def forget_keys(self) -> None:
        """A day later, when Stripe no longer knows the keys."""
        self._answers.clear()

    def carry(self, request: Request, headers: dict[str, str]) -> tuple[int, bytes]:
        """The stand-in's answer, or the one that this key was answered with before."""
        self.seen.append(request)
        if self.answer_with:
            return self.answer_with.pop(0), b'{"error": {"type": "api_error", "message": "not now"}}'
        if request.key in self._answers:
            first, status, answer = self._answers[request.key]
            return (status, answer) if first == request else (400, ANOTHER_REQUEST)
        status, answer = self._ask(request, headers)
        if request.key and status < 500:
            self._answers[request.key] = request, status, answer
        return status, answer

    def _ask(self, request: Request, headers: dict[str, str]) -> tuple[int, bytes]:
        if request.path == "/v1/customer_sessions":  # the stand-in has none
            payer = request["customer"]
            return 200, json.dumps({"object": "customer_session", "client_secret": f"cuss_secret_{payer}"}).encode()
        far = HTTPConnection(urlsplit(self.to).netloc, timeout=10)
        body = request.body.replace("allowed_payment_method_types", "payment_method_types")
        path = re.sub(r"created(\[|%5B)gte(\]|%5D)=\d+&?", "", request.path).rstrip("?&")  # it always lists everything
        far.request(request.verb, path, body or None, headers)
        answer = far.getresponse()
        status, raw = answer.status, answer.read()
        far.close()
        return status, as_stripe_tells_it(raw)


def as_stripe_tells_it(raw: bytes) -> bytes:
    """An intent with the sums that Stripe sends with it, what can still be taken and what was; refunds that are refunds."""
    told: dict[str, Any] = json.loads(raw)
    if told.get("object") == "list":
        told["data"] = [one for one in told["data"] if not is_let_go(one)]
    if told.get("object") == "payment_intent":
        charge = told.get("latest_charge") or {"refunds": {"data": []}}
        let_go = sum(one["amount"] for one in charge["refunds"]["data"] if is_let_go(one))
        told["amount_capturable"] = told["amount"] if told["status"] == "requires_capture" else 0
        told["amount_received"] = told["amount"] - let_go if told["status"] == "succeeded" else 0
    return json.dumps(told).encode()


def is_let_go(one: dict[str, Any]) -> bool:
    """What the stand-in calls a refund and Stripe has not called one since 2025: the part of a hold that was not taken."""
    return one.get("object") == "refund" and not one["metadata"]


def _handler(wire: Wire) -> type[BaseHTTPRequestHandler]:
    class Carrier(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one piece: in two, each would wait 40 ms for the other side's nod

        def _carry(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            request = Request(self.command, self.path, self.headers.get("Idempotency-Key", ""), body)
            passed = {name: self.headers[name] for name in ("Authorization", "Content-Type") if name in self.headers}
            status, answer = wire.carry(request, passed)
            if wire.lose and self.command == "POST":
                wire.lose -= 1
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = do_DELETE = _carry  # noqa: N815

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    return Carrier


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that is gone before its answer is no error of this side."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def wire_to(address: str, kind: type[Wire] = Wire) -> Iterator[Wire]:
    """A wire to a stand-in, open until the end."""
    wire = kind(address)
    server = _Server(("127.0.0.1", 0), _handler(wire))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wire.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def localstripe() -> Iterator[str]:
    """The address of a Stripe on this machine, a process of its own on a free port."""
    process = subprocess.Popen([sys.executable, "-c", LOCALSTRIPE], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        yield "http://" + said.split("http://")[1].split()[0]
    finally:
        process.terminate()
        process.wait(10)

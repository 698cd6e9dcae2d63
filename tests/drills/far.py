"""The machines that a drill's shop depends on, on loopback: each can be well, refuse, or be stopped."""

import logging
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import httpx
from aiosmtpd.controller import Controller
from botocore.config import Config
from moto.server import ThreadedMotoServer

BUCKET = "drills"
logging.getLogger("werkzeug").setLevel(logging.ERROR)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Mail:
    """A mail server. One that `refuses` takes no mail of ours."""

    def __init__(self) -> None:
        self.port, self.refuses = free_port(), False
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Take the sender, or not."""
        if self.refuses:
            return "554 5.7.1 We take no mail from you"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 well met"

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        return "250 taken"

    def stop(self) -> None:
        """Stop it."""
        self._controller.stop()


class Bucket:
    """A server that speaks S3, with one bucket. `refuse` has it take no key any more."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: ThreadedMotoServer | None = None
        self.start()
        httpx.post(f"{self.url}/moto-api/reset").raise_for_status()  # what an earlier one of this process kept
        config = Config(connect_timeout=5, retries={"max_attempts": 2})
        known = {"aws_access_key_id": "drills", "aws_secret_access_key": "drills", "region_name": "ap-south-1"}
        self.client = boto3.client("s3", endpoint_url=self.url, config=config, **known)
        self.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-south-1"})

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Answer; what was kept is there as before."""
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        """Answer nobody."""
        if self._server is not None:
            self._server.stop()
            self._server = None


class Pages:
    """A web server: its pages by their addresses, and a Date that may be wrong."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {"/clock": b"tick"}
        self.skew = timedelta(0)
        far = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = far.pages.get(self.path.split("?")[0])
                self.send_response_only(200 if page is not None else 404)
                self.send_header("Date", format_datetime(datetime.now(UTC) + far.skew, usegmt=True))
                self.end_headers()
                self.wfile.write(page or b"")

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Stop it."""
        self._server.shutdown()
        self._server.server_close()

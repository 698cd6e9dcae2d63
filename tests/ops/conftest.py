"""What tests of operations start from."""

import threading
from http.server import HTTPServer

import pytest

from tests.ops.far import Answers


@pytest.fixture
def far():
    """A server on this machine that plays the far one: its class, and its address."""
    kind = type("Far", (Answers,), {"pages": {}, "asked": [], "date": None})
    server = HTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kind, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()

"""A server on this machine that plays the far one."""

from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler


class Answers(BaseHTTPRequestHandler):
    """Answers every address with what the test put there."""

    pages: dict[str, bytes] = {}
    asked: list[tuple[str, str]] = []
    date: datetime | None = None

    def do_GET(self):
        type(self).asked.append((self.path, self.headers.get("Authorization", "")))
        page = self.pages.get(self.path.split("?")[0])
        self.send_response_only(200 if page is not None else 404)
        if self.date:
            self.send_header("Date", format_datetime(self.date, usegmt=True))
        self.end_headers()
        self.wfile.write(page or b"")

    def log_message(self, *_args):
        pass

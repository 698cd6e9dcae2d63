"""A mail server on this machine: it takes mail for some addresses and refuses others, as the far ones do."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """What came in, and whom it refuses."""

    port: int = 0
    refuses: set[str] = field(default_factory=set)
    received: list[tuple[str, str]] = field(default_factory=list)  # for whom, and the whole mail


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand one mail over."""

    mailbox: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "MAIL":
                sender = line[line.index("<") + 1 : line.index(">")]
                self._say("554 no mail from you" if sender in self.mailbox.refuses else "250 ok")
            elif verb == "RCPT":
                to = line[line.index("<") + 1 : line.index(">")]
                self._say("550 no such person" if to in self.mailbox.refuses else "250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                self.mailbox.received.append((to, self._read_mail()))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _read_mail(self) -> str:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines).decode()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def open_mail_server(*, refuses: set[str] | None = None) -> Iterator[MailServer]:
    """A server on a port of its own, for as long as the block lasts."""
    mailbox = MailServer(refuses=refuses or set())
    conversation = type("Conversation", (_Conversation,), {"mailbox": mailbox})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), conversation) as server:
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()

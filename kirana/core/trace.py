"""The id that everything one request causes carries: its lines in the logs, its jobs, its calls to other systems.

with trace.of(trace.fresh()): …      # the middleware, or the worker before a job
trace.current()                      # "9f0c61d2a5b74e38", or nothing outside of both
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
SHAPE = re.compile(r"[0-9a-f]{16}")

_current: ContextVar[str] = ContextVar("request", default="")
_job: ContextVar[str] = ContextVar("job", default="")


def fresh() -> str:
    """An id that nothing else has."""
    return secrets.token_hex(8)


def is_one(text: str | None) -> bool:
    """Whether it is an id as `fresh` makes them: nothing else is taken over from outside."""
    return bool(text and SHAPE.fullmatch(text))


def current() -> str:
    """The id of what is being done; nothing outside of a request and of a job."""
    return _current.get()


def job() -> str:
    """The job that is being done, as its dotted path; nothing in a request."""
    return _job.get()


def headers() -> dict[str, str]:
    """What a call to another system carries, so that both sides can be asked about the same thing."""
    return {HEADER: current()} if current() else {}


def begin(request_id: str, job: str = "") -> None:
    """Be in it until the next one begins: for a worker, which does one thing after the other."""
    _current.set(request_id)
    _job.set(job)


@contextmanager
def of(request_id: str) -> Iterator[None]:
    """Be in it for so long."""
    before = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(before)

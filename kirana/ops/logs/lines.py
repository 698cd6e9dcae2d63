"""How a line is made: structlog over the standard library's logging, so that libraries' lines look like ours.

To the file it is JSON, masked; to a person at a terminal it is colours and words, masked too.
"""

import json
import logging
import traceback
from pathlib import Path
from typing import Any

import structlog

from kirana.core import trace
from kirana.ops.logs.files import LineFile
from kirana.ops.logs.masking import masked

KEPT_AS_THEY_ARE = {"at", "level", "logger", "request", "job", "error", "where", "lost"}
MOST_EVENT = 4_000
Facts = Any  # structlog's own type is a mutable mapping of anything


def _of_what(_logger: Any, _name: str, facts: Facts) -> Facts:
    """Which request and which job the line belongs to."""
    if trace.current():
        facts["request"] = trace.current()
    if trace.job():
        facts["job"] = trace.job()
    return facts


def _mask(_logger: Any, _name: str, facts: Facts) -> Facts:
    return {name: one if name in KEPT_AS_THEY_ARE else masked(one, name) for name, one in facts.items()}


def _as_json(_logger: Any, _name: str, facts: Facts) -> str:
    event = str(facts.pop("event", ""))[:MOST_EVENT]
    first = {"at": facts.pop("at"), "level": facts.pop("level"), "logger": facts.pop("logger"), "event": event}
    return json.dumps(first | facts, ensure_ascii=False)


BEFORE: list[Any] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S.%fZ", utc=True, key="at"),
    _of_what,
]
_UNSAID = structlog.stdlib.ProcessorFormatter.remove_processors_meta


def _formatter(*last: Any) -> logging.Formatter:
    steps = [_without_the_request, _fault, structlog.processors.format_exc_info, _UNSAID, _mask, *last]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=BEFORE, processors=steps)


def _without_the_request(_logger: Any, _name: str, facts: Facts) -> Facts:
    """Django hands its request along with an error: a whole object, whose text says the whole address."""
    if not isinstance(facts.get("request"), str):
        facts.pop("request", None)
        _of_what(_logger, _name, facts)
    facts.pop("status_code", None)
    return facts


def _fault(_logger: Any, _name: str, facts: Facts) -> Facts:
    """Which error, and the last of our own functions it went through: what errors are grouped by."""
    error = facts.get("exc_info")
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        facts["error"] = type(error).__qualname__
        facts["where"] = place_of(error)
    return facts


def place_of(error: BaseException) -> str:
    """`kirana.orders.services:cancel`, or where it was raised when none of ours had a part in it."""
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    ours = [frame for frame in frames if str(frame.f_globals.get("__name__", "")).startswith("kirana.")]
    chosen = (ours or frames)[-1:]
    return "".join(f"{frame.f_globals.get('__name__', '')}:{frame.f_code.co_name}" for frame in chosen)


def for_files() -> logging.Formatter:
    """Lines of JSON."""
    return _formatter(_as_json)


def for_people(*, colours: bool) -> logging.Formatter:
    """Words."""
    return _formatter(structlog.dev.ConsoleRenderer(colors=colours, timestamp_key="at", pad_event_to=0))


class FileHandler(logging.Handler):
    """Hands lines to a `LineFile`."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.file = LineFile(Path(path))

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, or lose it: whatever it was said by goes on."""
        self.file.write(self.format(record))


def config(*, folder: Path, level: str, is_terminal: bool) -> dict[str, Any]:
    """The settings of `logging`: to `app.log` in the folder, and to whoever looks at the process."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": for_files}, "people": {"()": for_people, "colours": is_terminal}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "people"},
            "file": {"()": FileHandler, "path": str(folder / "app.log"), "formatter": "json"},
        },
        "root": {"handlers": ["console", "file"], "level": level},
        "loggers": {
            "django-q": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # a scanner's doing; the access log has it
        },
    }


structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

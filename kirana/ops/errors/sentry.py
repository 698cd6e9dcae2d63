"""Sentry, or whatever speaks its language (GlitchTip, Bugsink): the one place that knows its SDK.

Nothing is sent without `SENTRY_DSN`. What is sent is masked here as the logs are, and carries the id of its request;
there are no values of variables in it, no body, no cookie and no person.
"""

import json
import uuid
from datetime import datetime
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

import httpx
import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from kirana.core import locks, trace
from kirana.ops.logs.files import stamp
from kirana.ops.logs.masking import mask, masked

PATIENCE_S = 10
WITHOUT_WORDS = {"modules", "sdk", "event_id", "timestamp", "platform", "contexts"}  # nothing of ours is in these


class NotAccepted(Exception):
    """The other side did not take a test event; the text holds no key."""


def start() -> bool:
    """Have errors of this process sent, if there is anywhere to send them."""
    if not settings.SENTRY_DSN:
        return False
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=settings.RELEASE or None,
        environment=settings.SITE.hostname,
        sample_rate=Fraction(settings.SENTRY_SAMPLE_PERCENT, 100),  # type: ignore[arg-type]
        traces_sample_rate=Fraction(settings.SENTRY_TRACES_PERCENT, 100),  # type: ignore[arg-type]
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(middleware_spans=False), LoggingIntegration()],
        before_send=cleaned,
        before_send_transaction=cleaned,
        before_breadcrumb=_without_words,
    )
    return True


def cleaned(event: Any, _hint: Any) -> Any:
    """The event as it may leave the shop."""
    event.pop("user", None)
    request = event.pop("request", None)
    kept = {name: event.pop(name) for name in WITHOUT_WORDS & event.keys()}
    event = masked(event) | kept
    if request:
        event["request"] = {"method": request.get("method", ""), "url": _address(str(request.get("url", "")))}
    tags = event.get("tags")
    event["tags"] = (tags if isinstance(tags, dict) else dict(tags or [])) | _tags()
    return event


def try_out(*, at: datetime) -> str:
    """Send an event that says it is a test; its id. Raises `NotAccepted`."""
    event_id, parts = uuid.uuid4().hex, urlsplit(settings.SENTRY_DSN)
    folder, project = parts.path.rsplit("/", 1)
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    event: dict[str, Any] = {"event_id": event_id, "timestamp": stamp(at), "level": "info", "platform": "python"}
    event |= {"logentry": {"formatted": "The shop asks whether its errors arrive."}, "fingerprint": ["kirana-test"]}
    body = json.dumps(event)
    lines = (json.dumps({"event_id": event_id}), json.dumps({"type": "event", "length": len(body)}), body)
    headers = {"X-Sentry-Auth": f"Sentry sentry_version=7, sentry_client=kirana/1, sentry_key={parts.username}"}
    try:
        with locks.outside_transaction():
            address = f"{parts.scheme}://{host}{folder}/api/{project}/envelope/"
            answer = httpx.post(address, content="\n".join(lines) + "\n", headers=headers, timeout=PATIENCE_S)
    except httpx.HTTPError as error:
        raise NotAccepted(type(error).__name__) from error
    if answer.status_code != httpx.codes.OK:
        raise NotAccepted(f"HTTP {answer.status_code}")
    return event_id


def _tags() -> dict[str, str]:
    found = {"request_id": trace.current(), "job": trace.job()}
    return {name: value for name, value in found.items() if value}


def _address(url: str) -> str:
    return mask(urlsplit(url).path)


def _without_words(crumb: Any, _hint: Any) -> Any:
    """What led to the error: that a line was logged or a call made, and none of what it said but masked."""
    return masked({name: value for name, value in crumb.items() if name != "timestamp"})

"""What a page may load from others, beyond what every page of the shop may: nothing, unless a way to pay needs it."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from csp.constants import HEADER, SELF
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_permissions_policy.decorators import permissions_policy_override


class ContentPolicy(CSPMiddleware):
    """django-csp's, with the policy of a page that asks for nothing of its own written once and not for each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._usual = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_its_own = HEADER in response or any(name.startswith("_csp") for name in vars(response))
        if settings.DEBUG or has_its_own or hasattr(request, "_csp_nonce"):
            return super().process_response(request, response)
        response[HEADER] = self._usual
        return response


def allow(request: HttpRequest, response: HttpResponse, sources: Mapping[str, tuple[str, ...]]) -> HttpResponse:
    """The response, allowed to load from these sources, by CSP directive; the same response when there are none.

    Frames among them may ask the browser for a payment, and windows they open may speak with the page: some banks
    confirm in one.
    """
    if not sources:
        return response
    frames = [one for one in sources.get("frame-src", ()) if "*" not in one]
    feature = permissions_policy_override({**settings.PERMISSIONS_POLICY, "payment": ["self", *frames]})
    wider = feature(csp_update(_beside_our_own(sources))(lambda _request: response))(request)
    wider["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return cast(HttpResponse, wider)


def _beside_our_own(sources: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """A directive that the shop's policy leaves to `default-src` names our own pages too."""
    known = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {name: [*values] if name in known else [SELF, *values] for name, values in sources.items()}

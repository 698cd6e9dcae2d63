"""The shop's settings, weakened in the way that `DRILL_WEAK` names: for drills alone."""

import os

from csp.constants import SELF, UNSAFE_INLINE

from kirana.config.settings.base import *  # noqa: F403
from kirana.config.settings.base import CONTENT_SECURITY_POLICY, MIDDLEWARE

if os.environ["DRILL_WEAK"] == "csp":
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] = [SELF, UNSAFE_INLINE]
else:
    MIDDLEWARE.remove("django.middleware.security.SecurityMiddleware")

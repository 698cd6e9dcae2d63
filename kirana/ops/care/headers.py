"""A grade for what the shop tells browsers, by the rules of MDN's HTTP Observatory, restated.

It begins at 100. Each rule takes points away; what is done beyond the rules adds some, but only from 90 on. Rules about
HTTPS are asked only of a shop that is reached by it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kirana.ops.care.fetch import Page

GRADES = (
    (100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"), (45, "C-"),
    (40, "D+"), (30, "D"), (25, "D-"),
)  # fmt: skip
BONUS_FROM = 90
HALF_A_YEAR = 15_768_000  # seconds
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"unsafe-url", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin"}
SESSION = "sessionid"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that took points away, or added some."""

    rule: str
    points: int
    found: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade, its points, and the findings."""

    letter: str
    score: int
    findings: list[Finding]


def grade(page: Page, *, is_https: bool) -> Grade:
    """The grade of a page that was answered."""
    findings = list(_findings(page, is_https))
    score = 100 + sum(one.points for one in findings if one.points < 0)
    if score >= BONUS_FROM:
        score += sum(one.points for one in findings if one.points > 0)
    score = max(score, 0)
    return Grade(next((letter for least, letter in GRADES if score >= least), "F"), score, findings)


def policy(page: Page) -> dict[str, list[str]]:
    """The Content-Security-Policy, by directive."""
    words = (part.split() for part in page.header("content-security-policy").split(";"))
    return {first.lower(): rest for first, *rest in (one for one in words if one)}


def weaknesses(page: Page) -> list[str]:
    """What is weak in the policy: nothing, when it is there and lets nothing inline run."""
    found = policy(page)
    if not found:
        return ["no Content-Security-Policy"]
    scripts = found.get("script-src", found.get("default-src", ["*"]))
    weak = [
        f"scripts: {word}" for word in scripts if word in ("'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:")
    ]
    weak += [f"{name} is missing" for name in ("base-uri", "frame-ancestors", "form-action") if name not in found]
    if found.get("object-src", found.get("default-src", ["*"])) not in (["'none'"], ["'self'"]):
        weak.append("object-src is open")
    return weak


def _findings(page: Page, is_https: bool) -> Iterator[Finding]:
    yield from _policy(page)
    yield from _framing(page)
    yield from _cookies(page, is_https)
    if page.header("x-content-type-options").lower() != "nosniff":
        yield Finding("X-Content-Type-Options", -5, "missing")
    referrer = page.header("referrer-policy").lower()
    if referrer in UNSAFE:
        yield Finding("Referrer-Policy", -5, referrer)
    elif referrer in PRIVATE:
        yield Finding("Referrer-Policy", 5, referrer)
    if page.header("access-control-allow-origin") == "*" and page.header("access-control-allow-credentials"):
        yield Finding("Cross-origin sharing", -50, "* with credentials")
    if re.search(r"<script[^>]+src=[\"']https?://(?![^>]*integrity=)", page.text):
        yield Finding("Subresource Integrity", -5, "a script of another site without a hash")
    if is_https:
        yield from _transport(page)


def _policy(page: Page) -> Iterator[Finding]:
    found = policy(page)
    scripts = found.get("script-src", found.get("default-src", []))
    if not found:
        yield Finding("Content-Security-Policy", -25, "missing")
    elif "'unsafe-inline'" in scripts or not scripts:
        yield Finding("Content-Security-Policy", -20, "lets inline scripts run")
    elif "'unsafe-eval'" in scripts:
        yield Finding("Content-Security-Policy", -10, "lets texts run as scripts")
    else:
        yield Finding("Content-Security-Policy", 5, "nothing inline runs")


def _framing(page: Page) -> Iterator[Finding]:
    if "frame-ancestors" in policy(page):
        yield Finding("X-Frame-Options", 5, "by frame-ancestors")
    elif page.header("x-frame-options").upper() not in ("DENY", "SAMEORIGIN"):
        yield Finding("X-Frame-Options", -20, "missing")


def _cookies(page: Page, is_https: bool) -> Iterator[Finding]:
    for line in (value for key, value in page.headers if key == "set-cookie"):
        name, lower = line.split("=")[0], line.lower()
        if is_https and "secure" not in lower:
            yield Finding("Cookies", -40 if name == SESSION else -20, f"{name} without Secure")
        if name == SESSION and "httponly" not in lower:
            yield Finding("Cookies", -30, f"{name} without HttpOnly")


def _transport(page: Page) -> Iterator[Finding]:
    age = re.search(r"max-age=(\d+)", page.header("strict-transport-security"))
    if age is None:
        yield Finding("Strict-Transport-Security", -20, "missing")
    elif int(age[1]) < HALF_A_YEAR:
        yield Finding("Strict-Transport-Security", -10, f"{age[1]} seconds are too short")

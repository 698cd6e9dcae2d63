"""Security: packages, people with keys, and what browsers are told."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.guide.tasks import Bullet, Cadence, Group, Section

REGULAR = _("Regular Security Tasks")

SECTION = Section(
    _("Security Maintenance"),
    (
        Group(
            "regular-security-tasks.dependency-scanning",
            REGULAR,
            _("Dependency Scanning"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Use `npm audit` to check for vulnerabilities",
                    _("The shop's packages are Python's: pip-audit asks the same of them."),
                    ("security.advisories",),
                ),
                Bullet(
                    "Update vulnerable dependencies promptly",
                    _("How long a hole has been known and not mended is counted."),
                    ("security.advisories", "security.updates"),
                ),
                Bullet(
                    "Consider using automated tools like Dependabot",
                    _("The shop asks by itself every day; Dependabot's file is in the repository as well."),
                    ("security.advisories", "security.updates"),
                ),
            ),
        ),
        Group(
            "regular-security-tasks.access-control-review",
            REGULAR,
            _("Access Control Review"),
            Cadence.MONTHLY,
            (
                Bullet(
                    "Audit admin user accounts regularly",
                    _("Accounts of staff were looked through, and who holds keys has a second factor."),
                    ("staff.review", "staff.second_factor"),
                    page="console_staff",
                ),
                Bullet(
                    "Rotate API keys and secrets periodically",
                    _("The age of every key is known, and which are due."),
                    ("secrets.age",),
                    page="console_secrets",
                ),
                Bullet(
                    "Review and update permission settings",
                    _("Who may do what was looked through with the accounts."),
                    ("staff.review",),
                    page="console_staff",
                ),
            ),
        ),
        Group(
            "regular-security-tasks.security-headers",
            REGULAR,
            _("Security Headers"),
            Cadence.WEEKLY,
            (
                Bullet(
                    "Verify HTTP security headers are properly set",
                    _("The shop asks its own pages and reads the headers they come with."),
                    ("security.headers", "health.certificate", "health.settings"),
                ),
                Bullet(
                    "Use [SecurityHeaders.com](https://securityheaders.com/) to check your site",
                    _("The same rules are applied here, with the grade they give."),
                    ("security.headers",),
                ),
                Bullet(
                    "Implement Content Security Policy (CSP)",
                    _("Every page has a policy without inline scripts; what browsers refuse is counted."),
                    ("security.csp",),
                ),
            ),
        ),
    ),
)

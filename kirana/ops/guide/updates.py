"""Updates of the application: prepared, put in place, verified. The front end here is drawn by the same program."""

from django.utils.translation import gettext_lazy as _

from kirana.ops.checks import Verdict
from kirana.ops.guide.tasks import Bullet, Cadence, Choice, Group, Question, Section

BACKEND = _("Backend Updates")
FRONTEND = _("Frontend Updates")
DEPLOY = _("Deploy Update")

BRANCH = Question(
    "update.branch",
    _("Was every change since the last time made on a branch of its own, and looked at by a second pair of eyes?"),
    (
        Choice("yes", _("Yes, each on its own branch"), Verdict.GOOD),
        Choice("none", _("Nothing was changed"), Verdict.GOOD),
        Choice("no", _("No, something went straight in"), Verdict.WATCH),
    ),
    days=31,
    runbook="update-the-shop",
)
AT_HOME = Question(
    "update.development",
    _("Were changes of the pages made and tried on a copy of the shop first (make run), not on the shop itself?"),
    (
        Choice("yes", _("Yes, on a copy"), Verdict.GOOD),
        Choice("none", _("Nothing was changed"), Verdict.GOOD),
        Choice("no", _("No, on the shop itself"), Verdict.WATCH),
    ),
    days=31,
    runbook="update-the-shop",
)
DEVICES = Question(
    "update.devices",
    _("On which devices did you last order something, from the home page to the order's page?"),
    (
        Choice("both", _("A cheap Android phone and a computer: all went well"), Verdict.GOOD),
        Choice("phone", _("A phone only: all went well"), Verdict.GOOD),
        Choice("trouble", _("Something looked wrong or did not work"), Verdict.ACT),
        Choice("none", _("On none lately"), Verdict.WATCH),
    ),
    days=31,
    runbook="update-the-shop",
)

SECTION = Section(
    _("Application Updates"),
    (
        Group(
            "backend-updates.prepare-update",
            BACKEND,
            _("Prepare Update"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Create a feature branch for changes",
                    _("How changes were made only those who made them know."),
                    question=BRANCH,
                ),
                Bullet(
                    "Test changes thoroughly in development",
                    _("The pre-flight asks for tests, migrations, settings and a backup before a release may go out."),
                    ("release.preflight",),
                ),
                Bullet(
                    "Update documentation as needed",
                    _("Every setting in force is documented; the pages about the code are written from it."),
                    ("config.documented",),
                ),
            ),
        ),
        Group(
            "backend-updates.deploy-update",
            BACKEND,
            DEPLOY,
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Push changes to GitHub",
                    _("The code that runs is in the history, and the history is somewhere else too."),
                    ("code.history",),
                ),
                Bullet(
                    "Render will automatically deploy from the main branch",
                    _("The release that runs is known, and its changes of tables are applied."),
                    ("release.health", "health.migrations"),
                ),
                Bullet(
                    "Monitor deployment logs for errors",
                    _("Errors since the release are compared with those before it."),
                    ("release.health", "logs.errors"),
                ),
            ),
        ),
        Group(
            "backend-updates.verify-update",
            BACKEND,
            _("Verify Update"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Test critical functionality after deployment",
                    _("After a release the shop tries its own critical path, and the books must be right."),
                    ("release.health", "books.right"),
                ),
                Bullet(
                    "Monitor error rates and performance",
                    _("Error rate and response times are measured all the time, also just after a release."),
                    ("errors.rate", "latency.endpoints"),
                    page="console_figures",
                ),
                Bullet(
                    "Be prepared to rollback if issues occur",
                    _("There is a fresh backup and a release to go back to."),
                    ("backup.age", "release.preflight"),
                ),
            ),
        ),
        Group(
            "frontend-updates.build-and-test",
            FRONTEND,
            _("Build and Test"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Make changes in development",
                    _("Where a change was tried only those who made it know."),
                    question=AT_HOME,
                ),
                Bullet(
                    "Test across different browsers and devices",
                    _("Browsers report their own errors; the look and the feel a person has to try."),
                    ("errors.browser",),
                    question=DEVICES,
                ),
                Bullet(
                    "Build production version locally first",
                    _("Styles and scripts are gathered at each start; the check compares them with what is served."),
                    ("health.static", "release.preflight"),
                ),
            ),
        ),
        Group(
            "frontend-updates.deploy-update",
            FRONTEND,
            DEPLOY,
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Push changes to GitHub",
                    _("Pages and styles are in the same history as the rest."),
                    ("code.history",),
                ),
                Bullet(
                    "Netlify/Render will automatically deploy from the main branch",
                    _("Pages come with the release; styles and scripts are those of the code that runs."),
                    ("release.health", "health.static"),
                ),
                Bullet(
                    "Verify the deployment was successful",
                    _("The front page is asked from outside, and the release is watched."),
                    ("uptime.front", "release.health"),
                ),
            ),
        ),
        Group(
            "frontend-updates.cache-considerations",
            FRONTEND,
            _("Cache Considerations"),
            Cadence.ON_EVENT,
            (
                Bullet(
                    "Users might see cached versions of your site",
                    _("Pages are asked for anew each time; only files that never change are kept by browsers."),
                    ("health.static",),
                ),
                Bullet(
                    "Consider cache-busting techniques for major updates",
                    _("The name of every style, script and icon says its content: a new content is a new name."),
                    ("health.static",),
                ),
                Bullet(
                    "Update service worker if using PWA features",
                    _("The check says whether a service worker is served and whether it is the one of this release."),
                    ("health.static",),
                ),
            ),
        ),
    ),
)

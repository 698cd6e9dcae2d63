"""Secrets: found by their names, dated by a fingerprint, rotated with an overlap, and never shown."""

import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import override_settings

from kirana.core.audit import AuditEntry
from kirana.ops.checks import Verdict
from kirana.ops.secrets import checks, registry, rotation
from kirana.ops.secrets.models import SecretSeen
from kirana.ops.secrets.rotation import KeptElsewhere
from tests.cast import BY, NOW
from tests.rules.sources import ROOT
from tests.storefront.visitors import a_visitor

DAY = timedelta(days=1)
MAIL = "a-password-for-the-mails"


@pytest.fixture
def place(tmp_path, settings):
    """A key in a file, as a first start makes it."""
    settings.DATA, settings.SECRET_KEY_KEPT_IN = tmp_path, tmp_path / "secret_key"
    (tmp_path / "secret_key").write_text("the-old-key")
    return tmp_path


def ages(at) -> dict[str, int]:
    return {one.key: one.age(at).days for one in registry.every()}


@override_settings(EMAIL_HOST_PASSWORD=MAIL)
def test_a_secret_is_as_old_as_its_value_was_first_seen(db):
    assert registry.look(at=NOW) == ["EMAIL_HOST_PASSWORD", "SECRET_KEY"]
    assert registry.look(at=NOW + DAY) == []
    assert ages(NOW + 9 * DAY) == {"EMAIL_HOST_PASSWORD": 9, "SECRET_KEY": 9}
    with override_settings(EMAIL_HOST_PASSWORD="another"):
        assert registry.look(at=NOW + 10 * DAY) == ["EMAIL_HOST_PASSWORD"]
        assert ages(NOW + 11 * DAY) == {"EMAIL_HOST_PASSWORD": 1, "SECRET_KEY": 11}


@override_settings(EMAIL_HOST_PASSWORD=MAIL)
def test_a_value_is_in_no_row_no_answer_no_page_and_no_command(lakshmi, capsys, it_is_now):
    registry.look(at=NOW)
    call_command("rotate_secret")
    call_command("rotate_secret", "EMAIL_HOST_PASSWORD")
    said = [
        str(list(SecretSeen.objects.values())),
        str(checks.age(NOW)),
        a_visitor(lakshmi.esha.user).get("/staff/console/secrets/").content.decode(),
        capsys.readouterr().out,
    ]
    assert [MAIL in one for one in said] == [False] * 4
    assert ["EMAIL_HOST_PASSWORD" in one for one in said] == [True] * 4
    assert registry.masked(f"smtp://shop:{MAIL}@mail") == f"smtp://shop:{registry.MASK}@mail"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("STRIPE_SECRET_KEY", True),
        ("RAZORPAY_WEBHOOK_SECRETS", True),
        ("METRICS_TOKEN", True),
        ("SENTRY_DSN", True),
        ("UPTIMEROBOT_API_KEY", True),
        ("SECRET_KEY_FALLBACKS", True),
        ("STRIPE_PUBLISHABLE_KEY", False),
        ("CSRF_COOKIE_SECURE", False),
        ("SECRET_MAX_AGE_DAYS", False),
        ("AUTH_PASSWORD_VALIDATORS", False),
        ("SITE_URL", False),
    ],
)
def test_a_setting_says_by_its_name_whether_it_is_a_secret(name, answer):
    assert registry.is_secret(name) is answer


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, Verdict.GOOD), (165, Verdict.GOOD), (167, Verdict.WATCH), (181, Verdict.ACT)]
)
def test_an_old_secret_is_asked_for_in_time(days, verdict, db):
    registry.look(at=NOW)
    assert checks.age(NOW + days * DAY).verdict is verdict


# --- rotating ---------------------------------------------------------------------------------------


def test_a_rotated_key_is_new_and_the_old_one_is_kept_beside_it(place, db):
    rotation.rotate_secret_key(by=BY, at=NOW)
    assert len((place / "secret_key").read_text().strip()) == 67
    assert (place / "secret_key_fallbacks").read_text() == "2026-03-02 the-old-key\n"
    modes = [stat.S_IMODE((place / name).stat().st_mode) for name in ("secret_key", "secret_key_fallbacks")]
    assert modes == [0o600, 0o600]
    (entry,) = AuditEntry.objects.filter(action="secret.rotate")
    assert "the-old-key" not in str(entry.detail)


def test_the_old_key_is_dropped_when_the_overlap_is_over(place, db):
    rotation.rotate_secret_key(by=BY, at=NOW)
    rotation.rotate_secret_key(by=BY, at=NOW + 10 * DAY)
    assert (rotation.drop_fallbacks(at=NOW + 15 * DAY), rotation.waiting_to_be_dropped()) == (0, 2)
    assert (rotation.drop_fallbacks(at=NOW + 16 * DAY), rotation.waiting_to_be_dropped()) == (1, 1)
    assert (rotation.drop_fallbacks(at=NOW + 26 * DAY), rotation.waiting_to_be_dropped()) == (1, 0)


def test_a_key_of_the_environment_is_left_alone_and_the_command_says_why(place, settings, db):
    settings.SECRET_KEY_KEPT_IN = None
    with pytest.raises(KeptElsewhere):
        rotation.rotate_secret_key(by=BY, at=NOW)
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        call_command("rotate_secret", "SECRET_KEY")
    assert (place / "secret_key").read_text() == "the-old-key"


def test_what_the_old_key_signed_is_believed_by_the_processes_that_start_afterwards(place, db):
    signed = signing.dumps("Asha's orders", key="the-old-key", salt="test")
    rotation.rotate_secret_key(by=BY, at=NOW)
    program = f"from django.core import signing; print(signing.loads({signed!r}, salt='test'))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SECRET_KEY")}
    environment |= {"KIRANA_DATA": str(place), "DJANGO_SETTINGS_MODULE": "kirana.config.settings.base"}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("Asha's orders\n", "")


def test_a_job_that_was_waiting_when_the_key_was_rotated_is_still_done(settings):
    from django_q.core_signing import dumps, loads

    waiting = dumps({"task": 1}, key="the-old-key", salt="jobs")
    settings.SECRET_KEY_FALLBACKS = ["the-old-key"]
    assert loads(waiting, key="the-new-key", salt="jobs") == {"task": 1}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        loads(waiting, key="the-new-key", salt="jobs")


def test_esha_rotates_the_key_with_a_button(lakshmi, place, it_is_now):
    answer = a_visitor(lakshmi.esha.user).post("/staff/console/secrets/rotation/")
    assert answer.headers["Location"] == "/staff/console/secrets/"
    assert (place / "secret_key").read_text().strip() != "the-old-key"
    assert (place / "secret_key_fallbacks").read_text().split()[1] == "the-old-key"
    assert AuditEntry.objects.get(action="secret.rotate").by == str(lakshmi.esha.as_actor())


def test_a_key_of_the_environment_has_no_button(lakshmi, place, settings):
    settings.SECRET_KEY_KEPT_IN = None
    esha = a_visitor(lakshmi.esha.user)
    assert "secrets/rotation/" not in esha.get("/staff/console/secrets/").content.decode()
    assert esha.post("/staff/console/secrets/rotation/").status_code == 409
    assert (place / "secret_key").read_text() == "the-old-key"


def test_nobody_else_rotates_it(lakshmi, place):
    users = (None, lakshmi.asha.user, lakshmi.pooja.user, lakshmi.dev.user)
    answers = [a_visitor(user).post("/staff/console/secrets/rotation/").status_code for user in users]
    assert answers == [302, 404, 403, 403]
    assert (place / "secret_key").read_text() == "the-old-key"

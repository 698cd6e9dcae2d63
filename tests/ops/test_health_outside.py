"""How the shop is set up, what browsers are shown, and what the host says."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kirana.core import clock
from kirana.ops.checks import Verdict
from kirana.ops.health import hosting, setup
from tests.cast import NOW
from tests.ops.far import Answers

pytestmark = pytest.mark.django_db


def figures(answer) -> dict[str, str]:
    return {str(one.label): str(one.value) for one in answer.figures}


# --- settings and certificate -----------------------------------------------------------------------


def test_settings_at_home():
    assert setup.deployed(NOW).verdict in (Verdict.GOOD, Verdict.WATCH)


def test_settings_of_a_shop_in_public(settings):
    settings.SITE_URL, settings.SITE, settings.HTTPS = (
        "http://lakshmi.example",
        urlsplit("http://lakshmi.example"),
        False,
    )
    settings.DEMO = True
    answer = setup.deployed(NOW)
    assert answer.verdict is Verdict.WATCH
    named = [row[0] for row in answer.rows]
    assert {"security.W004", "security.W012", "DEMO"} <= set(named)
    settings.DEBUG = True
    assert setup.deployed(NOW).verdict is Verdict.ACT


def test_without_https_there_is_no_certificate():
    assert setup.certificate(NOW).verdict is Verdict.NOT_CONNECTED


def a_certificate(folder: Path, days: int) -> tuple[Path, Path]:
    """A certificate for this machine that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=100)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(datetime.now(UTC) + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


@pytest.fixture
def secure(settings, tmp_path):
    """A shop behind HTTPS on this machine; gives the file of its certificate."""
    servers = []

    def open_with(days: int) -> Path:
        certificate, private = a_certificate(tmp_path, days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, private)
        server = HTTPServer(("127.0.0.1", 0), Answers)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        settings.HTTPS, settings.SITE = True, urlsplit(f"https://localhost:{server.server_port}")
        return certificate

    yield open_with
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("days", "verdict"), [(60, Verdict.GOOD), (20, Verdict.WATCH), (6, Verdict.ACT)])
def test_a_certificate_and_its_days(secure, monkeypatch, days, verdict):
    monkeypatch.setenv("SSL_CERT_FILE", str(secure(days)))
    answer = setup.certificate(clock.now())
    assert (answer.verdict, figures(answer)["Days left"]) == (verdict, str(days))


def test_a_certificate_that_browsers_refuse(secure, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    secure(60)
    answer = setup.certificate(clock.now())
    assert answer.verdict is Verdict.ACT
    assert answer.message.startswith("Browsers refuse the certificate: ")


def test_a_shop_that_nobody_can_connect_to(settings):
    settings.HTTPS, settings.SITE = True, urlsplit("https://localhost:9")
    assert setup.certificate(clock.now()).message.startswith("No secure connection could be made")


# --- the host ---------------------------------------------------------------------------------------


@pytest.fixture
def render(far, settings):
    """Render, as its API answers: a service and its events."""
    kind, settings.RENDER_API = far
    settings.RENDER_API_KEY, settings.RENDER_SERVICE_ID = "rnd_key", "srv-1"

    def says(events: str = "[]", suspended: str = "not_suspended") -> None:
        kind.pages["/services/srv-1"] = f'{{"name": "kirana", "suspended": "{suspended}"}}'.encode()
        kind.pages["/services/srv-1/events"] = events.encode()

    says.asked = kind.asked
    return says


def an_event(kind: str, details: str = "{}", hours: int = 5) -> str:
    at = (NOW - timedelta(hours=hours)).astimezone(UTC).isoformat().replace("+00:00", "Z")
    return (
        f'[{{"event": {{"id": "evt-1", "timestamp": "{at}", "type": "{kind}", "details": {details}}}, "cursor": "x"}}]'
    )


def test_without_a_key_the_host_is_not_connected():
    assert hosting.alerts(NOW).verdict is Verdict.NOT_CONNECTED


def test_render_has_nothing_to_report(render):
    render(an_event("deploy_ended", '{"deployStatus": "succeeded"}'))
    answer = hosting.alerts(NOW)
    assert (answer.verdict, figures(answer)["Events within a day"]) == (Verdict.GOOD, "1")
    assert {key for _path, key in render.asked} == {"Bearer rnd_key"}


@pytest.mark.parametrize(
    ("events", "verdict"),
    [
        (an_event("server_failed", '{"reason": {"oomKilled": true}}'), Verdict.WATCH),
        (an_event("server_failed", hours=0), Verdict.ACT),
        (an_event("deploy_ended", '{"deployStatus": "failed"}'), Verdict.WATCH),
        (an_event("server_unhealthy"), Verdict.WATCH),
    ],
    ids=["out of memory", "just now", "a deploy", "unhealthy"],
)
def test_render_reports_a_failure(render, events, verdict):
    render(events)
    assert hosting.alerts(NOW).verdict is verdict


def test_render_has_suspended_the_service(render):
    render(suspended="suspended")
    assert hosting.alerts(NOW).message == "Render has suspended the service."


def test_a_key_that_is_no_longer_valid_says_so_and_not_the_key(far, settings):
    _kind, settings.RENDER_API = far
    settings.RENDER_API_KEY, settings.RENDER_SERVICE_ID = "rnd_key", "srv-1"
    answer = hosting.alerts(NOW)
    assert (answer.verdict, answer.message) == (Verdict.WATCH, "Render's API does not answer: HTTP 404")

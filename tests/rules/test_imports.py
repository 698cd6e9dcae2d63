"""What the layers in pyproject.toml do not say: who may speak to which library, and which gateway to whom."""

import sys
from collections import defaultdict

import pytest

from tests.rules.sources import PRODUCT, imports, modules

pytestmark = pytest.mark.sqlite_only

# Each library in the few modules that are its only door. One that no module uses any more leaves the table.
DOORS = {
    "PIL": {"kirana.catalog.services.images", "kirana.ui.pdf"},
    "allauth": {
        "kirana.accounts.second_factor",
        "kirana.accounts.services",
        "kirana.storefront.account_urls",
        "kirana.storefront.adapter",
        "kirana.storefront.second_factor",
        "kirana.storefront.views.account",
        "kirana.storefront.views.second_factor",
    },
    "babel": {"kirana.core.dates", "kirana.core.money", "kirana.core.quantity", "kirana.ui.words"},
    "csp": {"kirana.config.settings.base", "kirana.ui.policy"},
    "boto3": {"kirana.ops.backups.places.s3"},
    "botocore": {"kirana.ops.backups.places.s3"},
    "dj_database_url": {"kirana.config.settings.base"},
    "django_permissions_policy": {"kirana.ui.policy"},
    "django_q": {"kirana.core.jobs"},
    "httpx": {
        "kirana.ops.care.fetch",
        "kirana.ops.errors.sentry",
        "kirana.ops.health.outside",
        "kirana.ops.releases.smoke",
        "kirana.ops.uptime.uptimerobot.api",
    },
    "jinja2": {"kirana.ui.jinja"},
    "markdown_it": {"kirana.console.runbooks"},
    "markupsafe": {"kirana.ui.jinja", "kirana.ui.memo"},
    "nh3": {"kirana.console.runbooks"},
    "openpyxl": {"kirana.catalog.exports", "kirana.catalog.imports.files"},
    "packaging": {"kirana.ops.care.libraries"},
    "phonenumbers": {"kirana.ui.forms", "kirana.ui.words"},
    "prometheus_client": {"kirana.ops.measure.exposition"},
    "psutil": {"kirana.ops.measure.samples"},
    "pyrage": {"kirana.ops.backups.sealing", "kirana.ops.breach.evidence"},
    "pysqlite3": {"kirana.config.sqlite"},
    "razorpay": {"kirana.payments.gateways.razorpay.api"},
    "requests": {"kirana.payments.gateways.razorpay.api"},
    "segno": {"kirana.payments.gateways.upi_qr.link"},
    "sentry_sdk": {"kirana.ops.errors.sentry"},
    "stdnum": {"kirana.backoffice.forms", "kirana.catalog.imports.rows", "kirana.invoicing.services.buyers"},
    "stripe": {"kirana.payments.gateways.stripe.api", "kirana.payments.gateways.stripe.gateway"},
    "structlog": {"kirana.ops.logs.lines"},
    "tools": {"kirana.config.serve"},
    "tqdm": {"kirana.flows.management.commands.import_catalogue", "kirana.ops.management.bar"},
    "weasyprint": {"kirana.ui.pdf"},
    "whitenoise": {"kirana.ui.storage"},
    "zstandard": {"kirana.ops.backups.archive"},
}
OURS = {"kirana", "django"}
GATEWAYS = "kirana.payments.gateways"
SHARED_BY_GATEWAYS = {f"{GATEWAYS}.contract", f"{GATEWAYS}.at_the_door"}


def dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def libraries() -> dict[str, set[str]]:
    """Each library and the modules that import it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in modules(*PRODUCT):
        for source, _name in imports(path):
            found[source.split(".")[0]].add(dotted(path))
    return {name: users for name, users in found.items() if name not in OURS | sys.stdlib_module_names}


def test_every_library_is_spoken_to_where_the_table_says_and_nowhere_else():
    assert libraries() == DOORS


@pytest.mark.parametrize("path", [path for path in modules("kirana/payments/gateways") if path.count("/") == 4])
def test_a_gateway_knows_the_contract_and_no_other_gateway(path):
    folder = dotted(path).rsplit(".", 1)[0] if not path.endswith("__init__.py") else dotted(path)
    known = {source.rsplit(".", 1)[0] for source, _name in imports(path) if source.startswith("kirana.")}
    of_gateways = {name for name in known if name.startswith(GATEWAYS)}
    assert {name for name in of_gateways if not name.startswith(folder)} <= SHARED_BY_GATEWAYS
    assert {name for name in known - of_gateways if not name.startswith("kirana.core")} == set()


def test_outside_payments_a_gateway_is_only_its_contract():
    """Which gateway it is, `gateways.by_code` and `gateways.offered` decide."""
    outside = [path for path in modules(*PRODUCT) if not path.startswith("kirana/payments/")]
    named = {source for path in outside for source, _name in imports(path) if source.startswith(f"{GATEWAYS}.")}
    assert named
    assert {source for source in named if not source.startswith(f"{GATEWAYS}.contract.")} == set()

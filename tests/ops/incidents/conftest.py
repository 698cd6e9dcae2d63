"""An incident that Esha declared at nine: cards fail, and the public is told."""

import pytest

from kirana.ops.incidents import services
from kirana.ops.incidents.models import Incident
from kirana.ops.incidents.services import Said
from kirana.ops.incidents.states import Kind, Severity
from tests.cast import NOW, Lakshmi

SAID = {"en": "Cards are not working.", "hi": "कार्ड काम नहीं कर रहे।"}


@pytest.fixture
def esha(lakshmi: Lakshmi):
    return lakshmi.esha.as_actor()


@pytest.fixture
def incident(esha) -> Incident:
    return services.declare(
        kind=Kind.PAYMENTS, severity=Severity.MAJOR, title="Cards fail", message=Said(SAID), by=esha, at=NOW
    )

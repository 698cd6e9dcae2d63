"""Eight owners end each other's places at the same moment: one stays."""

from collections import Counter

import pytest

from kirana.accounts import services as accounts
from kirana.accounts.models import StaffMember
from kirana.accounts.roles import Role
from kirana.core.audit import AuditEntry
from tests.cast import BY, NOW
from tests.races.start import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_of_eight_owners_one_stays(lakshmi):
    places = [lakshmi.chitra.pk]
    for number in range(7):
        email, name = f"owner{number}@lakshmi.example", f"Owner {number}"
        place = accounts.employ(
            store=lakshmi.store, email=email, name=name, role=Role.OWNER, password=None, by=BY, at=NOW
        )
        places.append(place.pk)
    ends = race([{"verb": "end_place", "place_id": place} for place in places])
    assert Counter(ends) == {"done": 7, "last_owner": 1}
    assert StaffMember.objects.filter(role=Role.OWNER, is_active=True).count() == 1
    assert AuditEntry.objects.filter(action="staff.end").count() == 7

"""What must be true of incidents."""

from collections.abc import Iterator
from itertools import groupby

from kirana.core.books import check_history
from kirana.ops.incidents.models import GENESIS, Incident, IncidentEntry, IncidentStateChange
from kirana.ops.incidents.states import INCIDENTS


def check() -> Iterator[str]:
    """A sentence for every incident whose states or timeline are not as they were written."""
    yield from check_history(INCIDENTS, Incident, IncidentStateChange)
    entries = IncidentEntry.objects.order_by("incident_id", "position").iterator()
    for incident, lines in groupby(entries, key=lambda entry: entry.incident_id):
        previous = GENESIS
        for position, entry in enumerate(lines, start=1):
            if entry.position != position or entry.hash != entry.expected_hash(previous):
                yield f"incident {incident}: line {position} of its timeline is not as it was written"
                break
            previous = entry.hash

"""The tables of operations. Each is defined beside the verbs that are its only writers."""

from kirana.ops.access.blocks import AddressBlock
from kirana.ops.access.review import AccessFinding
from kirana.ops.backups.models import Backup, BackupCopy, BackupStateChange, Drill
from kirana.ops.breach.models import BreachNotice
from kirana.ops.database.statements import Statement
from kirana.ops.errors.groups import ErrorGroup, LogPosition
from kirana.ops.guide.answers import GuideAnswer
from kirana.ops.incidents.models import Incident, IncidentEntry, IncidentStateChange, Postmortem
from kirana.ops.measure.store import Measurement
from kirana.ops.releases.models import Release
from kirana.ops.runs import CheckRun, CheckState, Heartbeat
from kirana.ops.secrets.models import SecretSeen
from kirana.ops.switches import SwitchPosition
from kirana.ops.uptime.record import UptimeDay

__all__ = [
    "AccessFinding",
    "AddressBlock",
    "Backup",
    "BackupCopy",
    "BackupStateChange",
    "BreachNotice",
    "CheckRun",
    "CheckState",
    "Drill",
    "ErrorGroup",
    "GuideAnswer",
    "Heartbeat",
    "Incident",
    "IncidentEntry",
    "IncidentStateChange",
    "LogPosition",
    "Measurement",
    "Postmortem",
    "Release",
    "SecretSeen",
    "Statement",
    "SwitchPosition",
    "UptimeDay",
]

"""The processor, the memory and a process that leaks; and when a larger machine would help."""

from datetime import timedelta

import pytest

from kirana.ops.checks import Verdict
from kirana.ops.measure import store
from kirana.ops.measure.figures import Figures
from kirana.ops.watch import processes
from tests.cast import NOW
from tests.ops.measured import an_hour, keep

pytestmark = pytest.mark.django_db
MIB_IN_KIB = 1024


def a_process(name, *megabytes):
    """One look a minute until now."""
    for ago, mib in enumerate(reversed(megabytes)):
        figures = Figures()
        figures.note_levels({"process.web.memory_kib": mib * MIB_IN_KIB})
        store.keep_minutes(source=name, minutes=[(NOW - timedelta(minutes=ago), figures)])


def test_a_calm_machine_is_well():
    an_hour(NOW)
    assert [ask(NOW).verdict for ask in (processes.cpu, processes.memory, processes.scaling)] == [Verdict.GOOD] * 3
    assert processes.cpu(NOW).figures[0].value == "15.0 %"


def test_a_busy_processor_is_said():
    an_hour(NOW, host__cpu_permille=930)
    answer = processes.cpu(NOW)
    assert (answer.verdict, answer.message) == (Verdict.ACT, "The processor has been above 80 % for minutes.")


def test_full_memory_is_said():
    an_hour(NOW, host__memory_permille=910)
    assert processes.memory(NOW).message == "More than 80 % of the memory is taken."


def test_a_process_that_takes_more_and_more_is_named():
    an_hour(NOW)
    a_process("web-1-leaks", *(100 + minute // 2 for minute in range(240)))
    a_process("web-2-sound", *(100 + minute % 7 for minute in range(240)))
    answer = processes.memory(NOW)
    assert (answer.verdict, answer.message) == (Verdict.ACT, "A process takes more and more memory: web-1-leaks.")
    assert ("web-1-leaks", "100 MB", "219 MB") in answer.rows


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("mib", "grows"),
    [
        ([100 + minute for minute in range(100)], False),  # too short to say
        ([min(100 + minute, 260) for minute in range(360)], False),  # warmed up, and stays
        ([100 + minute // 20 for minute in range(360)], False),  # little
        ([100 + minute for minute in range(360)], True),
    ],
)
def test_warming_up_is_no_leak(mib, grows):
    assert processes.is_growing([one * MIB_IN_KIB for one in mib]) is grows


def test_a_day_of_a_full_processor_is_advice_to_grow():
    an_hour(NOW, host__cpu_permille=900)
    answer = processes.scaling(NOW)
    assert answer.verdict == Verdict.WATCH
    assert [row[0][:21] for row in answer.rows] == ["The processor is busy"]


def test_a_bad_quarter_of_an_hour_of_a_new_shop_is_no_advice_to_grow():
    for minute in range(15):
        keep(NOW - timedelta(minutes=minute), host__cpu_permille=950, milliseconds=4000)
    assert processes.scaling(NOW).verdict == Verdict.GOOD

"""The measurements as Prometheus reads them: only what is written down, so that every process says the same.

Times are seconds, sizes bytes, shares ratios, and counters count since the shop's first day.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from kirana.ops import database, running
from kirana.ops.measure import sketch, store
from kirana.ops.measure.figures import Figures, Tally
from kirana.ops.measure.store import Span

CONTENT_TYPE = CONTENT_TYPE_LATEST
FRESH = timedelta(minutes=5)
LIMITS_MS = {  # of the histogram, by their names in seconds
    "0.005": 5,
    "0.01": 10,
    "0.025": 25,
    "0.05": 50,
    "0.1": 100,
    "0.25": 250,
    "0.5": 500,
    "1.0": 1000,
    "2.5": 2500,
    "5.0": 5000,
    "10.0": 10_000,
}
KIB = 1024
# Name of a level, its name for Prometheus, what it is, and how its whole number becomes the base unit.
LEVELS = (
    ("host.cpu_permille", "kirana_host_cpu_ratio", "Share of the processor in use.", -3),
    ("host.load_permille", "kirana_host_load_ratio", "Load of one minute by core.", -3),
    ("host.memory_permille", "kirana_host_memory_ratio", "Share of the memory in use.", -3),
    ("host.disk_permille", "kirana_host_disk_ratio", "Share in use of the disk that the shop's data is on.", -3),
    ("host.disk_free_kib", "kirana_host_disk_free_bytes", "Room on that disk.", 0),
    ("database.size_kib", "kirana_database_size_bytes", "Size of the database.", 0),
    ("database.connections", "kirana_database_connections", "Open connections to the database.", 0),
    ("queue.jobs", "kirana_queue_jobs", "Jobs that wait or are being done.", 0),
    ("queue.oldest_seconds", "kirana_queue_oldest_job_age_seconds", "How long the oldest waiting job has waited.", 0),
)


class Collector:
    """What is known at a moment, as families of metrics."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        total = store.total()
        yield from _requests(total)
        yield from self._levels()
        yield _gauge("kirana_database_limit_bytes", "What the database may have; 0: not known.", database.limit_bytes())
        yield _verdicts()

    def _levels(self) -> Iterator[Metric]:
        newest = self._newest()
        host = newest.get("host", (0, Figures()))[1].gauges
        for name, metric, meaning, exponent in LEVELS:
            if name in host:
                factor = KIB if name.endswith("_kib") else 1
                yield _gauge(metric, meaning, _scaled(host[name].last * factor, exponent))
        memory = GaugeMetricFamily("kirana_process_resident_memory_bytes", "Memory of a process.", labels=["process"])
        cpu = GaugeMetricFamily("kirana_process_cpu_ratio", "Share of a core that a process takes.", labels=["process"])
        written = GaugeMetricFamily(
            "kirana_measured_timestamp_seconds", "When a source last wrote its figures.", labels=["process"]
        )
        for source, (seconds, figures) in sorted(newest.items()):
            written.add_metric([source], seconds)
            for name, gauge in figures.gauges.items():
                if name.startswith("process.") and name.endswith(".memory_kib"):
                    memory.add_metric([source], gauge.last * KIB)
                elif name.startswith("process.") and name.endswith(".cpu_permille"):
                    cpu.add_metric([source], _scaled(gauge.last, -3))
        yield from (memory, cpu, written)

    def _newest(self) -> dict[str, tuple[int, Figures]]:
        """The last minute of each source, and when that began."""
        rows = store.rows(span=Span.MINUTE, since=self.at - FRESH, until=self.at + timedelta(minutes=1))
        return {row.source: (int(row.starts_at.timestamp()), row.opened) for row in rows}


def text(*, at: datetime) -> bytes:
    """The answer to a scrape."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Collector(at))
    return generate_latest(registry)


def _requests(total: Figures) -> Iterator[Metric]:
    counter = CounterMetricFamily(
        "kirana_http_requests", "Requests, by page and how they were answered.", labels=["page", "answer"]
    )
    times = HistogramMetricFamily(
        "kirana_http_request_duration_seconds", "How long requests took, by page.", labels=["page"]
    )
    for page, tally in sorted(total.requests.items()):
        good = tally.count - tally.refused - tally.errors
        for answer, number in (("good", good), ("refused", tally.refused), ("broke", tally.errors)):
            counter.add_metric([page, answer], number)
        times.add_metric([page], _buckets(tally), _scaled(tally.total_us, -6))
    yield from (counter, times)


def _buckets(tally: Tally) -> list[Any]:
    """How many took at most so long: to the width of a sketch's bucket, 1.6 %."""
    limits = [(name, sketch.count_up_to(tally.times_us, ms * 1000)) for name, ms in LIMITS_MS.items()]
    return [*limits, ("+Inf", tally.count)]


def _verdicts() -> Metric:
    """1 for the verdict that each check has now."""
    family = GaugeMetricFamily(
        "kirana_check_verdict", "1 for the verdict that a check has.", labels=["check", "verdict"]
    )
    for key, state in sorted(running.states().items()):
        family.add_metric([key, str(state.verdict)], 1)
    return family


def _gauge(name: str, meaning: str, value: Any) -> Metric:
    family = GaugeMetricFamily(name, meaning)
    family.add_metric([], value)
    return family


def _scaled(number: int, exponent: int) -> Any:
    """Thousandths or millionths as a decimal number."""
    return Decimal(number).scaleb(exponent)

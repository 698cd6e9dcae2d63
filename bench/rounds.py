"""The rounds: each page between two looks at its limit, and the middle of what came out."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench import requests
from bench.load import Figures
from bench.measured import Adding, Measured, Placing, Reading, SameStatements
from bench.others import busy_share
from bench.stage import Stage

Maker = Callable[[Stage], Measured]


@dataclass(frozen=True, slots=True)
class Page:
    """Something to measure. `target` is the least share of its limit; None: only told."""

    name: str
    label: str
    make: Maker
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A line of the table."""

    database: str
    label: str
    figures: Figures
    limit: str = ""
    ratio: float | None = None
    target: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the target is reached; what has none cannot miss it."""
        return self.target is None or (self.ratio is not None and self.ratio >= self.target)


def _reading(stage: Stage, asked: list[requests.Request]) -> Measured:
    """What each worker keeps in memory, all of them are to know it first."""
    return Reading(stage, asked, stage.shop.port, passes=1 + int(stage.facts["workers"]))


PAGES = (
    Page("listing", "listing page of 24", lambda stage: _reading(stage, requests.listings(stage.facts["pages"])), 0.06),
    Page("product", "product page", lambda stage: _reading(stage, requests.products(stage.facts["products"])), 0.08),
    Page("search", "search", lambda stage: _reading(stage, requests.searches(stage.facts["searches"]))),
    Page("add", "add to cart", Adding, 0.06),
    Page("order", "place an order", Placing),
)
PLACING_TARGET = 0.20
HELLO, PGBENCH = "hello", "pgbench"
WARMING = 2.0


class Rounds:
    """What came out of the rounds so far."""

    def __init__(self) -> None:
        self.figures: dict[str, list[Figures]] = {}
        self.ratios: dict[tuple[str, str], list[float]] = {}

    def note(self, label: str, figures: Figures, limits: dict[str, Figures]) -> None:
        """Keep a round, with what its limits came to just before or after it."""
        self.figures.setdefault(label, []).append(figures)
        for name, limit in limits.items():
            self.figures.setdefault(name, []).append(limit)
            self.ratios.setdefault((label, name), []).append(figures.per_second / limit.per_second)

    def limit(self, database: str, name: str) -> Result:
        """The line of a limit."""
        return Result(database, name, _middle(self.figures[name]))

    def result(self, database: str, page: Page, limit: str, target: float | None) -> Result:
        """The line of a page against one of its limits."""
        ratio = median(self.ratios[page.label, limit])
        return Result(database, page.label, _middle(self.figures[page.label]), limit, ratio, target)


def measure(stage: Stage, pages: list[Page], *, rounds: int, seconds: float) -> list[Result]:
    """Every page against the hello, turn by turn; orders against pgbench too where there is one."""
    hello = Reading(stage, requests.hello(), stage.hello_port)
    made = {page: page.make(stage) for page in pages}
    placing = next((page for page in pages if page.name == "order" and stage.database == "PostgreSQL"), None)
    statements = SameStatements(stage) if placing else None
    for warmed in (hello, *made.values(), *([statements] if statements else [])):
        warmed.run(WARMING)
    kept = Rounds()
    for turn in range(1, rounds + 1):
        for page in pages:
            stage.others.append(busy_share())
            limits = {HELLO: hello.run(seconds)}
            figures = made[page].run(seconds)
            if statements and page is placing:
                limits[PGBENCH] = statements.run(seconds)
            kept.note(page.label, figures, limits)
            print(f"  round {turn} of {rounds}: {page.label}, {figures.per_second:,.0f} a second", flush=True)
    name = stage.database
    lines = [kept.limit(name, HELLO), *(kept.result(name, page, HELLO, page.target) for page in pages)]
    if placing:
        lines += [kept.limit(name, PGBENCH), kept.result(name, placing, PGBENCH, PLACING_TARGET)]
    return lines


def _middle(rounds: list[Figures]) -> Figures:
    """The median of each column."""
    return Figures(
        per_second=median(one.per_second for one in rounds),
        p50_ms=median(one.p50_ms for one in rounds),
        p95_ms=median(one.p95_ms for one in rounds),
        done=sum(one.done for one in rounds),
    )

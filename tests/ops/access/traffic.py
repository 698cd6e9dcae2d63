"""Traffic of a town, as the access log tells it, and people who try doors."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kirana.ops.access.review import FAILED
from kirana.ops.logs.files import stamp

PAGES = ("home", "shelf", "product", "product", "product", "search", "basket", "basket_bar", "basket_bar", "orders")
BUSY = (0, 0, 0, 0, 0, 1, 4, 8, 10, 9, 8, 7, 6, 5, 4, 5, 7, 10, 14, 14, 10, 6, 3, 1)  # visits in each hour of the day


def a_line(at: datetime, address: str, page: str, status: int = 200, **facts: Any) -> dict[str, Any]:
    """A line as the middleware writes it."""
    told = {"at": stamp(at), "request": "0" * 16, "method": "GET", "page": page, "path": f"/{page}/", "status": status}
    return told | {"ms": 12, "address": address} | facts


def a_visit(rng: random.Random, at: datetime, address: str) -> Iterator[dict[str, Any]]:
    """Someone shops for ten minutes: looks, searches, mistypes a password now and then, follows an old link, buys."""
    for step in range(rng.randint(4, 40)):
        page = rng.choice(PAGES)
        yield a_line(at + step * timedelta(seconds=12), address, page, path=f"/products/{rng.randint(1, 900)}/")
    if rng.random() < 0.4:
        account = f"{rng.randrange(400):012x}"
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 4, 7))):
            yield a_line(at, address, "POST account_login", event=FAILED, account=account)
        if rng.random() < 0.9:
            yield a_line(at, address, "POST account_login", 302)
    if rng.random() < 0.05:
        yield a_line(at, address, rng.choice(("order", "nowhere")), 404, path="/orders/…/")
    if rng.random() < 0.3:
        yield a_line(at, address, "POST basket_lines", 302)
        yield a_line(at, address, "POST checkout", 302)


def a_month(*, until: datetime, seed: int = 7, days: int = 30) -> list[dict[str, Any]]:
    """Thirty days of it, from homes with addresses of their own and from phones that share three."""
    rng, lines = random.Random(seed), []
    for day in range(days):
        for hour, visits in enumerate(BUSY):
            for _ in range(visits * 3):
                at = until - timedelta(days=day) + timedelta(hours=hour - 24, seconds=rng.randrange(3000))
                is_phone = rng.random() < 0.6
                address = (
                    f"49.36.0.{rng.randrange(3)}" if is_phone else f"103.5.{rng.randrange(200)}.{rng.randrange(250)}"
                )
                lines += a_visit(rng, at, address)
    return sorted(lines, key=lambda line: line["at"])


def keep(logs: Path, lines: list[dict[str, Any]]) -> None:
    """Put them into the access log."""
    with (logs / "access.log").open("a") as file:
        file.writelines(json.dumps(line) + "\n" for line in sorted(lines, key=lambda line: line["at"]))

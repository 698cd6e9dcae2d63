"""A banner for Holi, as Chitra hangs it."""

from datetime import date
from typing import Any

HOLI: dict[str, Any] = {
    "titles": {"en": "Colours of Holi", "hi": "होली के रंग"},
    "lines": {"en": "Gulal, sweets and everything for thandai"},
    "calls": {"en": "See all", "hi": "सब देखें"},
    "link": "/shelves/atta/",
    "picture": "banners/holi",
    "starts_on": date(2026, 3, 1),
    "ends_on": date(2026, 3, 4),
}

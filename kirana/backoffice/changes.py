"""What a row of an import changes, in the words of the product's form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kirana.backoffice.forms import ProductForm
from kirana.catalog.models.imports import ImportRow
from kirana.core.money import format_rupees

LABELS = {name: field.label for name, field in ProductForm.base_fields.items()} | {
    "department": _("Department"),
    "shelf": _("Shelf"),
    "names": _("Name in Hindi"),
    "descriptions": _("Description in Hindi"),
    "pack_label": _("Pack"),
    "net_quantity": _("Net quantity"),
    "unit": _("Unit"),
}


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column of a product: its name on the form, and both values as a page shows them."""

    label: str
    was: str
    now: str


def column_changes(row: ImportRow) -> list[ColumnChange]:
    """What an updating row changes; nothing for a row that makes a product or is refused."""
    return list(_changes(row.was, row.wanted))


def _changes(was: dict[str, Any], wanted: dict[str, Any]) -> Iterator[ColumnChange]:
    for name, before in was.items():
        if isinstance(before, dict) and name in ("product", "listing"):
            yield from _changes(before, wanted[name])
        elif before != wanted[name]:
            yield ColumnChange(_label(name), _shown(name, before), _shown(name, wanted[name]))


def _label(name: str) -> str:
    return str(LABELS.get(name.removesuffix("_paise"), name))


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if name.endswith("_paise"):
        return format_rupees(value, get_language() or "en")
    if isinstance(value, dict):
        return ", ".join(str(text) for text in value.values()) or "–"
    return str(value)

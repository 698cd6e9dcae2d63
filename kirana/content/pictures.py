"""Whether every picture that pages show is there, in every width, small enough, and shown at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from kirana.catalog.models import Category, Product, ProductImage
from kirana.catalog.services import images
from kirana.content.models import Banner

MOST_BYTES = 400 * 1024  # of one file: a phone on slow 4G has it in a second or two
FOLDERS = {"products": images.WIDTHS, "categories": images.WIDTHS, "banners": images.WIDE}
ENDING = ".webp"


@dataclass(slots=True)
class Audit:
    """What was found: names of files by what is wrong with them, and how many stems were looked at."""

    looked_at: int = 0
    missing: list[str] = field(default_factory=list)
    oversize: list[str] = field(default_factory=list)
    wrong_format: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)  # stems that no page shows

    @property
    def is_clean(self) -> bool:
        """Whether shoppers see every picture, quickly."""
        return not (self.missing or self.oversize or self.wrong_format)


def audit() -> Audit:
    """Look at every picture: those that rows name, and those that storage holds."""
    found, shown = Audit(), shown_stems()
    found.looked_at = len(shown)
    kept: dict[str, int] = {}
    for folder in FOLDERS:
        for name in _files(folder):
            if not name.endswith(ENDING):
                found.wrong_format.append(name)
            else:
                kept[name] = default_storage.size(name)
    for stem in sorted(shown):
        wanted = [f"{stem}-{width}{ENDING}" for width in _widths(stem)]
        found.missing += [name for name in wanted if name not in kept]
        found.oversize += [name for name in wanted if kept.get(name, 0) > MOST_BYTES]
    found.unused = sorted({name.rsplit("-", 1)[0] for name in kept} - shown)
    return found


def mend() -> int:
    """Make the missing widths from the largest that is there; how many were made. Safe to repeat."""
    return sum(images.remake(stem, widths=_widths(stem)) for stem in sorted({_stem(one) for one in audit().missing}))


def shown_stems() -> set[str]:
    """The stems that some row names."""
    sources = (
        ProductImage.objects.values_list("stem", flat=True),
        Product.objects.exclude(picture="").values_list("picture", flat=True),
        Category.objects.exclude(picture="").values_list("picture", flat=True),
        Banner.objects.exclude(picture="").values_list("picture", flat=True),
    )
    return {stem for rows in sources for stem in rows}


def _stem(name: str) -> str:
    return name.rsplit("-", 1)[0]


def _widths(stem: str) -> tuple[int, ...]:
    return FOLDERS.get(stem.partition("/")[0], images.WIDTHS)


def _files(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _files(f"{folder}/{name}")

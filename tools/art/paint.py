"""Colours and the few shapes that everything is drawn from. Light falls from the upper left."""

import random
import zlib

PAPER, INK, LEAF, LEAF_DEEP = "#fffaf2", "#2a1a10", "#1e6b45", "#14502f"
MARIGOLD, BRICK, INDIGO, CREAM = "#f2a71b", "#b8442b", "#2f3e75", "#fff1d2"
# Ground, band and text of a maker's packs.
LIVERIES = (
    ("#c8402a", "#f7c948", "#fff8e7"),
    ("#1e6b45", "#f2c14e", "#fffdf5"),
    ("#2f3e75", "#f29f3d", "#fdf7ea"),
    ("#e08a1e", "#7a2e12", "#fffaf0"),
    ("#7b2d43", "#f4c95d", "#fff6ea"),
    ("#0f766e", "#fbd38d", "#f5fffb"),
    ("#8a5a2b", "#ffe2a8", "#fffaf0"),
    ("#b83280", "#fcd34d", "#fff5fb"),
    ("#3a6ea5", "#ffd166", "#f5fbff"),
    ("#5b7f2b", "#fff0b3", "#fbfff0"),
)


def dice(name: str) -> random.Random:
    """Dice that always fall the same way for a name."""
    return random.Random(zlib.crc32(name.encode()))  # noqa: S311


def livery(brand: str) -> tuple[str, str, str]:
    """A maker's colours."""
    return LIVERIES[zlib.crc32(brand.encode()) % len(LIVERIES)]


def shade(colour: str, by: int) -> str:
    """A colour lighter (by > 0) or darker, in hundredths."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    target = 255 if by > 0 else 0
    moved = [part + (target - part) * abs(by) // 100 for part in parts]
    return "#" + "".join(f"{part:02x}" for part in moved)


def sheet(body: str, *, width: int = 640, height: int = 640, ground: str = "#ffffff") -> str:
    """A whole drawing with the font it may use."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="100%" height="100%" fill="{ground}"/>{body}</svg>'
    )


def shadow(x: int, y: int, rx: int, ry: int = 22) -> str:
    """The soft shadow a thing stands in."""
    return (
        f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="#2a1a10" opacity=".08"/>'
        f'<ellipse cx="{x}" cy="{y}" rx="{rx * 4 // 5}" ry="{ry * 2 // 3}" fill="#2a1a10" opacity=".12"/>'
    )


def gradient(key: str, colour: str, *, light: int = 18, dark: int = -16) -> str:
    """A gradient across a form, lit from the left; fill it with `url(#key)`."""
    return (
        f'<linearGradient id="{key}" x1="0" y1="0" x2="1" y2=".25"><stop offset="0" stop-color="{shade(colour, light)}"/>'
        f'<stop offset=".45" stop-color="{colour}"/><stop offset="1" stop-color="{shade(colour, dark)}"/></linearGradient>'
    )


def ball(key: str, colour: str, *, light: int = 40, dark: int = -26) -> str:
    """A gradient for round things; fill it with `url(#key)`."""
    return (
        f'<radialGradient id="{key}" cx=".36" cy=".3" r=".8"><stop offset="0" stop-color="{shade(colour, light)}"/>'
        f'<stop offset=".5" stop-color="{colour}"/><stop offset="1" stop-color="{shade(colour, dark)}"/></radialGradient>'
    )


def lines_of(text: str, most: int) -> list[str]:
    """The words in at most two lines, the lines as even as they can be."""
    words = text.split()
    if len(text) <= most or len(words) == 1:
        return [text]
    breaks = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(breaks, key=lambda pair: max(len(pair[0]), len(pair[1]))))


def lettering(text: str, x: int, y: int, *, room: int, size: int, colour: str, weight: int = 700) -> str:
    """Words centred at (x, y) as the first line's base, in one line or two, made to fit `room` pixels."""
    lines = [text] if weight > 700 else lines_of(text, room * 19 // (10 * size))
    longest = max(len(line) for line in lines)
    size = min(size, room * 19 // (10 * max(longest, 1)))
    return "".join(
        f'<text x="{x}" y="{y + index * size}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="middle" font-family="&apos;Baloo 2&apos;">{_escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")

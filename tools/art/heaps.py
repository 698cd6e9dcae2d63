"""What is inside: grains, powders, pieces, each by its colours, shape and size."""

from dataclasses import dataclass

from tools.art.paint import ball, dice, shade, shadow


@dataclass(frozen=True)
class Grain:
    """One kind of contents. `form`: grain, round, powder, cube, stick, ring, leaf."""

    form: str
    colours: tuple[str, ...]
    size: int


# The first word found in a product's name, category or search words says what it holds.
KINDS = (
    ("besan", Grain("powder", ("#e9c46a", "#f0d080"), 5)),
    ("maida", Grain("powder", ("#f7f1e3", "#efe6d2"), 5)),
    ("atta", Grain("powder", ("#e6cfa5", "#dcc093"), 5)),
    ("flour", Grain("powder", ("#ede0c8", "#e2d2b3"), 5)),
    ("sugar", Grain("cube", ("#ffffff", "#f3f3f0"), 7)),
    ("jaggery", Grain("cube", ("#a8641e", "#c17a2a"), 26)),
    ("salt", Grain("powder", ("#ffffff", "#f2f2f2"), 4)),
    ("poha", Grain("grain", ("#f5ecd7", "#eaddbf"), 15)),
    ("sooji", Grain("powder", ("#f3e2b8", "#e9d49f"), 5)),
    ("ragi", Grain("round", ("#7a3b2b", "#8f4a36"), 7)),
    ("brown rice", Grain("grain", ("#b98a55", "#a87845"), 13)),
    ("matta", Grain("grain", ("#c98f6b", "#e0b79a"), 13)),
    ("rice", Grain("grain", ("#fbf6ea", "#efe6d3"), 14)),
    ("masoor", Grain("round", ("#e8743b", "#f08a52"), 10)),
    ("moong", Grain("round", ("#e9d36b", "#7d9b3d"), 10)),
    ("urad", Grain("round", ("#f3ecda", "#3a332d"), 11)),
    ("rajma", Grain("grain", ("#7c1f1f", "#93302c"), 20)),
    ("chole", Grain("round", ("#dcb579", "#cfa265"), 15)),
    ("chana", Grain("round", ("#e0a93f", "#b07a35"), 13)),
    ("chickpea", Grain("round", ("#dcb579", "#cfa265"), 15)),
    ("toor", Grain("round", ("#f0b93a", "#e5a826"), 11)),
    ("peas", Grain("round", ("#7fae3e", "#97c052"), 15)),
    ("lobia", Grain("grain", ("#efe2c6", "#d9c7a0"), 16)),
    ("dal", Grain("round", ("#ecbf4b", "#dfae36"), 11)),
    ("turmeric", Grain("powder", ("#e8a200", "#f2b71b"), 5)),
    ("chilli", Grain("powder", ("#c5301f", "#a92416"), 5)),
    ("coriander", Grain("round", ("#b99a5b", "#a5894d"), 9)),
    ("cumin", Grain("grain", ("#8a6a3a", "#725527"), 10)),
    ("mustard", Grain("round", ("#3b2a20", "#57402f"), 6)),
    ("pepper", Grain("round", ("#2e2622", "#4a3e37"), 9)),
    ("cardamom", Grain("grain", ("#8fae5a", "#a4c06f"), 18)),
    ("clove", Grain("stick", ("#4a2c1c", "#5d3a27"), 18)),
    ("cinnamon", Grain("stick", ("#8a4f2a", "#a2633a"), 44)),
    ("masala", Grain("powder", ("#9a5524", "#b86a2f"), 5)),
    ("methi", Grain("leaf", ("#6b7f35", "#7f9544"), 12)),
    ("tea", Grain("round", ("#3a2318", "#4d3122"), 6)),
    ("coffee", Grain("powder", ("#4a2a18", "#5f3a24"), 5)),
    ("almond", Grain("grain", ("#b4733c", "#c98a50"), 26)),
    ("cashew", Grain("ring", ("#f0dcb4", "#e6cd9b"), 25)),
    ("pista", Grain("grain", ("#a9b665", "#d9c8a0"), 20)),
    ("walnut", Grain("round", ("#c49a6c", "#a97f52"), 26)),
    ("raisin", Grain("grain", ("#b08a35", "#8f6b25"), 16)),
    ("date", Grain("grain", ("#5d2f1a", "#7a4226"), 28)),
    ("makhana", Grain("round", ("#fbf4e4", "#efe2c5"), 24)),
    ("peanut", Grain("grain", ("#d8a06a", "#c58a52"), 20)),
    ("groundnut", Grain("grain", ("#d8a06a", "#c58a52"), 20)),
    ("seed", Grain("grain", ("#6b7d46", "#8a9a5d"), 13)),
    ("biscuit", Grain("ring", ("#d69a4f", "#c98b40"), 46)),
    ("cookie", Grain("ring", ("#c98b40", "#b47630"), 46)),
    ("rusk", Grain("cube", ("#d9a05a", "#c58a45"), 52)),
    ("noodle", Grain("ring", ("#f0c96b", "#e4b850"), 40)),
    ("pasta", Grain("stick", ("#f0cc7a", "#e4bb62"), 50)),
    ("spaghetti", Grain("stick", ("#f0cc7a", "#e4bb62"), 70)),
    ("penne", Grain("stick", ("#f0cc7a", "#e4bb62"), 44)),
    ("bhujia", Grain("stick", ("#e0a030", "#cf8f22"), 30)),
    ("mixture", Grain("stick", ("#d99a2b", "#b6702a"), 26)),
    ("chips", Grain("ring", ("#f3cf5a", "#e8bd40"), 50)),
    ("namkeen", Grain("stick", ("#e0a030", "#cf8f22"), 28)),
    ("chocolate", Grain("cube", ("#4a2615", "#5f3420"), 46)),
    ("cornflakes", Grain("leaf", ("#e8a93a", "#f0bb55"), 26)),
    ("flakes", Grain("leaf", ("#e8a93a", "#f0bb55"), 26)),
    ("oats", Grain("leaf", ("#ead9b8", "#dcc79d"), 15)),
    ("muesli", Grain("leaf", ("#d9b87c", "#a9743c"), 16)),
)
PLAIN = Grain("round", ("#d9a441", "#c79030"), 14)


def kind_of(words: str) -> Grain | None:
    """What these words are about; None when no kind is named."""
    folded = words.casefold()
    return next((grain for word, grain in KINDS if word in folded), None)


def scatter(name: str, grain: Grain, *, x: int, y: int, width: int, height: int, count: int) -> str:
    """A heap of pieces within an ellipse around (x, y), those behind first."""
    cast = dice(name)
    spots = []
    while len(spots) < count:
        dx, dy = cast.randint(-1000, 1000), cast.randint(-1000, 1000)
        if dx * dx + dy * dy <= 1_000_000:
            spots.append((x + width * dx // 2000, y + height * dy // 2000))
    return "".join(
        _piece(grain, px, py, cast.choice(grain.colours), cast.randint(0, 179))
        for px, py in sorted(spots, key=lambda s: s[1])
    )


def _piece(grain: Grain, x: int, y: int, colour: str, turn: int) -> str:
    size, dark, light = grain.size, shade(colour, -22), shade(colour, 32)
    match grain.form:
        case "round":
            return f'<circle cx="{x}" cy="{y + 1}" r="{size}" fill="{dark}"/><circle cx="{x}" cy="{y}" r="{size - 1}" fill="{colour}"/><circle cx="{x - size // 3}" cy="{y - size // 3}" r="{max(1, size // 4)}" fill="{light}"/>'
        case "grain":
            return f'<g transform="translate({x} {y}) rotate({turn})"><ellipse rx="{size}" ry="{size * 2 // 5}" cy="1" fill="{dark}"/><ellipse rx="{size}" ry="{size * 2 // 5}" fill="{colour}"/><ellipse rx="{size // 2}" ry="{max(1, size // 9)}" cy="-{size // 8}" fill="{light}" opacity=".8"/></g>'
        case "cube":
            return f'<g transform="translate({x} {y}) rotate({turn % 60 - 30})"><rect x="-{size // 2}" y="-{size // 2}" width="{size}" height="{size}" rx="{size // 6}" fill="{dark}"/><rect x="-{size // 2}" y="-{size // 2}" width="{size - size // 6}" height="{size - size // 6}" rx="{size // 7}" fill="{colour}"/></g>'
        case "stick":
            return f'<g transform="translate({x} {y}) rotate({turn})"><rect x="-{size}" y="-{max(2, size // 9)}" width="{size * 2}" height="{max(4, size * 2 // 9)}" rx="{max(2, size // 9)}" fill="{dark}"/><rect x="-{size}" y="-{max(2, size // 9)}" width="{size * 2}" height="{max(2, size // 7)}" rx="{max(1, size // 12)}" fill="{colour}"/></g>'
        case "ring":
            return f'<g transform="translate({x} {y}) rotate({turn % 40 - 20})"><ellipse rx="{size}" ry="{size * 3 // 4}" cy="3" fill="{dark}"/><ellipse rx="{size}" ry="{size * 3 // 4}" fill="{colour}"/><ellipse rx="{size * 2 // 3}" ry="{size // 2}" fill="none" stroke="{light}" stroke-width="2" stroke-dasharray="3 9" opacity=".9"/></g>'
        case "leaf":
            return f'<path transform="translate({x} {y}) rotate({turn})" d="M-{size} 0Q0-{size} {size} 0Q0 {size * 2 // 3}-{size} 0z" fill="{colour}" stroke="{dark}" stroke-width="1.5"/>'
    return f'<circle cx="{x}" cy="{y}" r="{size}" fill="{colour}"/>'


def bowl(name: str, grain: Grain) -> str:
    """A brass bowl heaped with loose goods."""
    heap, top = grain.colours[0], grain.colours[-1]
    count = 420 if grain.size < 10 else 260 if grain.size < 18 else 120
    mound = f'<path d="M120 372Q170 176 320 168Q470 176 520 372z" fill="{shade(heap, -14)}"/>'
    if grain.form == "powder":
        mound = (
            f'<defs>{ball("m", heap)}</defs><path d="M120 372Q200 190 320 168Q440 190 520 372z" fill="url(#m)"/>'
            f'<path d="M230 300Q290 210 330 182" stroke="{shade(top, 30)}" stroke-width="10" fill="none" stroke-linecap="round" opacity=".5"/>'
        )
        count = 160
    pieces = scatter(name, grain, x=320, y=318, width=392, height=250, count=count)
    clip = '<clipPath id="c"><path d="M112 376Q164 176 320 160Q476 176 528 376z"/></clipPath>'
    return (
        f'{shadow(320, 540, 210, 26)}<defs>{clip}<linearGradient id="b" x1="0" x2="1"><stop offset="0" stop-color="#f4d08a"/><stop offset=".35" stop-color="#d9a441"/>'
        f'<stop offset="1" stop-color="#93621c"/></linearGradient></defs>{mound}<g clip-path="url(#c)">{pieces}</g>'
        '<path d="M92 366H548C548 470 470 540 400 546H240C170 540 92 470 92 366z" fill="url(#b)"/>'
        '<path d="M92 366H548C548 376 546 386 544 394H96C94 386 92 376 92 366z" fill="#fff" opacity=".28"/>'
        '<path d="M150 420Q170 490 230 520" stroke="#fff" stroke-width="9" fill="none" stroke-linecap="round" opacity=".45"/>'
    )

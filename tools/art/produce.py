"""Fruit and vegetables, each drawn once and set out in small groups."""

from collections.abc import Callable

from tools.art.paint import ball, dice, gradient, shade, shadow

Drawing = Callable[[], str]


def _round(key: str, colour: str, x: int, y: int, r: int, *, squash: int = 94) -> str:
    return (
        f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{r * squash // 100}" fill="url(#{key})"/>'
        f'<ellipse cx="{x - r * 2 // 5}" cy="{y - r * 2 // 5}" rx="{r // 4}" ry="{r // 7}" fill="#fff" opacity=".5" transform="rotate(-35 {x - r * 2 // 5} {y - r * 2 // 5})"/>'
    )


def _leaf(x: int, y: int, size: int, turn: int, colour: str = "#3f8f4e") -> str:
    return (
        f'<g transform="translate({x} {y}) rotate({turn})"><path d="M0 0Q{size // 2}-{size // 2} {size} 0Q{size // 2} {size // 2} 0 0z" fill="{colour}"/>'
        f'<path d="M4 0H{size - 8}" stroke="{shade(colour, -25)}" stroke-width="3"/></g>'
    )


def _calyx(x: int, y: int, size: int) -> str:
    return "".join(_leaf(x, y, size, turn, "#3d7f3f") for turn in (-150, -100, -50, 0, 180))


def _three(key: str, colour: str, r: int, top: Callable[[int, int], str], *, squash: int = 94) -> str:
    spots = ((230, 390, r), (420, 396, r), (322, 300, r + 8))
    body = "".join(
        _round(key, colour, x, y, size, squash=squash) + top(x, y - size * squash // 100 + 10) for x, y, size in spots
    )
    return f"{shadow(325, 500, 220, 26)}<defs>{ball(key, colour)}</defs>{body}"


def _rounds(colour: str, *, r: int = 108, leafy: int = 30, stalk: str = "#4a6b2a", squash: int = 94) -> Drawing:
    def top(x: int, y: int) -> str:
        stem = (
            f'<path d="M{x} {y + 12}q4-20 14-26" stroke="{stalk}" stroke-width="7" fill="none" stroke-linecap="round"/>'
        )
        return stem + (_leaf(x + 8, y - 6, leafy + 20, -12) if leafy else "")

    return lambda: _three("f", colour, r, top, squash=squash)


def tomato() -> str:
    return _three("f", "#d8362a", 112, lambda x, y: _calyx(x, y + 4, 40), squash=88)


def onion() -> str:
    def top(x: int, y: int) -> str:
        lines = "".join(
            f'<path d="M{x} {y + 6}Q{x + dx} {y + 100} {x + dx // 3} {y + 186}" stroke="#7a2450" stroke-width="2.5" fill="none" opacity=".5"/>'
            for dx in (-92, -52, 0, 52, 92)
        )
        return f'{lines}<path d="M{x - 14} {y + 14}Q{x} {y - 40} {x + 8} {y - 46}Q{x + 6} {y - 16} {x + 14} {y + 14}z" fill="#c98aa5"/>'

    return _three("f", "#a63e6b", 106, top, squash=90)


def potato() -> str:
    eyes = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="7" ry="4" fill="#a37a43"/>'
        for x, y in ((190, 380), (250, 420), (290, 290), (360, 320), (400, 400), (460, 380), (330, 250), (230, 350))
    )
    return (
        f'{shadow(325, 490, 226, 26)}<defs>{ball("f", "#d9b277")}</defs><ellipse cx="230" cy="390" rx="134" ry="96" fill="url(#f)" transform="rotate(-14 230 390)"/>'
        f'<ellipse cx="425" cy="396" rx="130" ry="92" fill="url(#f)" transform="rotate(12 425 396)"/><ellipse cx="325" cy="296" rx="126" ry="92" fill="url(#f)"/>{eyes}'
    )


def banana() -> str:
    def one(turn: int, colour: str) -> str:
        return (
            f'<g transform="rotate({turn} 440 150)"><path d="M424 150Q420 330 230 440Q190 462 176 444Q168 430 196 412Q330 320 372 140z" fill="{colour}"/>'
            f'<path d="M400 170Q380 320 210 428" stroke="{shade(colour, -14)}" stroke-width="5" fill="none"/><path d="M196 412Q170 432 176 444Q184 456 206 448z" fill="#5d4520"/></g>'
        )

    hands = "".join(one(turn, colour) for turn, colour in ((-24, "#f3c535"), (-6, "#f8d24a"), (14, "#f5ca3c")))
    return (
        f'{shadow(320, 500, 200, 24)}{hands}<path d="M372 160Q380 96 410 84L446 92Q440 130 470 170z" fill="#8a7a2c"/>'
    )


def long_ones(
    colour: str, *, count: int = 5, width: int = 44, cap: str = "#3d7f3f", taper: bool = True, length: int = 330
) -> Drawing:
    def drawn() -> str:
        body = ""
        for index in range(count):
            x = 320 + (index - count // 2) * (300 // count)
            turn = (index - count // 2) * 9
            end = 8 if taper else width // 3
            body += (
                f'<g transform="translate({x} 150) rotate({turn})"><path d="M-{width // 2} 14Q-{width // 2} {length * 2 // 3} -{end} {length}Q0 {length + 14} {end} {length}Q{width // 2} {length * 2 // 3} {width // 2} 14Q0-6-{width // 2} 14z" fill="url(#f)"/>'
                f'<path d="M-{width // 5} 40Q-{width // 5} {length // 2}-{width // 9} {length - 60}" stroke="#fff" stroke-width="{max(3, width // 9)}" opacity=".35" fill="none" stroke-linecap="round"/>'
                f'<path d="M-{width // 2} 16Q0-14 {width // 2} 16Q0 36-{width // 2} 16z" fill="{cap}"/><path d="M0 6V-30" stroke="{cap}" stroke-width="9" stroke-linecap="round"/></g>'
            )
        return f"{shadow(320, 520, 190, 22)}<defs>{gradient('f', colour, light=20, dark=-20)}</defs>{body}"

    return drawn


def roots(colour: str, top: str) -> Drawing:
    """Carrots, radishes, beetroots: a root with its leaves cut short."""

    def drawn() -> str:
        body = ""
        for x, turn in ((210, -16), (320, 0), (430, 16)):
            rings = "".join(
                f'<path d="M-{30 - y // 16} {y}q14 6 26 0" stroke="{shade(colour, -18)}" stroke-width="3" fill="none"/>'
                for y in (70, 130, 190)
            )
            leaves = "".join(_leaf(0, 4, 84, turn_by, top) for turn_by in (-120, -90, -60))
            body += f'<g transform="translate({x} 196) rotate({turn})">{leaves}<path d="M-54 16Q-46-14 0-14Q46-14 54 16Q46 190 0 310Q-46 190-54 16z" fill="url(#f)"/>{rings}</g>'
        return f"{shadow(320, 530, 190, 22)}<defs>{gradient('f', colour, light=24, dark=-18)}</defs>{body}"

    return drawn


def head(colour: str, leaf: str, *, bumpy: bool) -> Drawing:
    """Cauliflower and cabbage."""

    def drawn() -> str:
        cast = dice(colour)
        outer = "".join(
            _leaf(320, 400, 230, turn, shade(leaf, index % 3 * 10 - 10))
            for index, turn in enumerate((-172, -140, -40, -8, 20, 160))
        )
        if bumpy:
            curds = "".join(
                f'<circle cx="{320 + cast.randint(-120, 120)}" cy="{300 + cast.randint(-84, 84)}" r="{cast.randint(28, 46)}" fill="{shade(colour, -cast.randint(0, 12))}"/>'
                for _ in range(46)
            )
            middle = f"<g>{curds}</g>"
        else:
            veins = "".join(
                f'<path d="M320 450Q{x} 330 {x2} 220" stroke="#fff" stroke-width="5" opacity=".45" fill="none"/>'
                for x, x2 in ((210, 220), (270, 290), (370, 350), (430, 420))
            )
            middle = f'<circle cx="320" cy="320" r="158" fill="url(#f)"/>{veins}<path d="M176 330Q240 430 320 470Q220 470 176 330z" fill="{shade(leaf, 10)}" opacity=".7"/>'
        return f"{shadow(320, 510, 200, 26)}<defs>{ball('f', colour)}</defs>{outer}{middle}{_leaf(190, 470, 150, -30, leaf)}{_leaf(450, 470, 150, -150, leaf)}"

    return drawn


def bunch(colour: str, *, round_leaf: bool) -> Drawing:
    """Leaves tied in a bunch."""

    def drawn() -> str:
        cast = dice(colour + str(round_leaf))
        stalks = "".join(
            f'<path d="M320 470Q{300 + dx // 3} 380 {320 + dx} 260" stroke="{shade(colour, 22)}" stroke-width="7" fill="none"/>'
            for dx in range(-150, 151, 30)
        )
        leaves = ""
        for _ in range(64):
            dx, dy = cast.randint(-190, 190), cast.randint(-150, 60)
            tone = shade(colour, cast.randint(-16, 22))
            if round_leaf:
                leaves += f'<g transform="translate({320 + dx} {250 + dy})"><circle r="24" fill="{tone}"/><circle cx="-16" cy="12" r="17" fill="{tone}"/><circle cx="18" cy="12" r="17" fill="{shade(tone, -8)}"/></g>'
            else:
                leaves += _leaf(320 + dx, 250 + dy, 90, cast.randint(-150, -30), tone)
        stems = "".join(
            f'<path d="M{300 + dx} 470L{290 + dx * 2} 560" stroke="{shade(colour, 34)}" stroke-width="9" stroke-linecap="round"/>'
            for dx in range(-10, 60, 8)
        )
        return f'{shadow(320, 566, 120, 18)}{stems}{stalks}{leaves}<rect x="262" y="456" width="116" height="26" rx="10" fill="#d9a441"/>'

    return drawn


def grapes() -> str:
    berries = "".join(
        _round("f", "", 320 + (column * 2 - row) * 40, 470 - row * 62, 44, squash=112)
        for row in range(5, -1, -1)
        for column in range(row + 1)
        if row < 5
    )
    flipped = berries
    return f'{shadow(320, 540, 130, 20)}<defs>{ball("f", "#a9c44e")}</defs><path d="M320 180q6-50 30-70" stroke="#6b4a2a" stroke-width="12" fill="none"/>{_leaf(330, 160, 140, 10)}{flipped}'


def coconut() -> str:
    cast = dice("coconut")
    hair = "".join(
        f'<path d="M{320 + cast.randint(-160, 160)} {320 + cast.randint(-150, 150)}q{cast.randint(-26, 26)} {cast.randint(10, 40)} {cast.randint(-10, 10)} 52" stroke="#5b3a1e" stroke-width="3" fill="none" opacity=".6"/>'
        for _ in range(90)
    )
    return f'{shadow(320, 514, 190, 26)}<defs>{ball("f", "#8a5a2f")}<clipPath id="k"><circle cx="320" cy="330" r="180"/></clipPath></defs><circle cx="320" cy="330" r="180" fill="url(#f)"/><g clip-path="url(#k)">{hair}</g><circle cx="290" cy="220" r="13" fill="#33200f"/><circle cx="352" cy="216" r="13" fill="#33200f"/><circle cx="324" cy="258" r="14" fill="#33200f"/>'


def melon() -> str:
    stripes = "".join(
        f'<path d="M{320 + dx // 3} 160Q{320 + dx} 330 {320 + dx // 3} 500" stroke="#1e5a2e" stroke-width="22" fill="none"/>'
        for dx in (-190, -100, 0, 100, 190)
    )
    return f'{shadow(320, 530, 220, 26)}<defs>{ball("f", "#4d9a4e")}<clipPath id="k"><ellipse cx="320" cy="330" rx="210" ry="186"/></clipPath></defs><ellipse cx="320" cy="330" rx="210" ry="186" fill="url(#f)"/><g clip-path="url(#k)">{stripes}</g><path d="M150 470Q320 610 500 470Q320 520 150 470z" fill="#d8433a"/><path d="M150 470Q320 640 500 470" stroke="#2f7d3c" stroke-width="22" fill="none"/>'


def kiwi() -> str:
    seeds = "".join(
        f'<ellipse cx="430" cy="{390 - 52}" rx="4" ry="8" fill="#1f2a12" transform="rotate({turn} 430 390)"/>'
        for turn in range(0, 360, 18)
    )
    return f'{shadow(325, 500, 220, 26)}<defs>{ball("f", "#8f6a3c")}</defs><ellipse cx="236" cy="360" rx="140" ry="116" fill="url(#f)"/><circle cx="430" cy="390" r="120" fill="#7a5730"/><circle cx="430" cy="390" r="110" fill="#8fbf45"/><circle cx="430" cy="390" r="76" fill="#a9d35f"/>{seeds}<ellipse cx="430" cy="390" rx="28" ry="26" fill="#f2f3d2"/>'


def pod() -> str:
    def one(y: int, turn: int, is_open: bool) -> str:
        peas = (
            "".join(
                f'<circle cx="{x}" cy="0" r="27" fill="#9ccb4f"/><circle cx="{x - 8}" cy="-8" r="7" fill="#d4ec9c"/>'
                for x in range(-130, 131, 52)
            )
            if is_open
            else ""
        )
        return f'<g transform="translate(320 {y}) rotate({turn})"><path d="M-210 0Q0-86 210 0Q0 86-210 0z" fill="#5b9a3a"/><path d="M-190 0Q0-56 190 0Q0 56-190 0z" fill="#477d2c" opacity="{1 if is_open else 0}"/>{peas}<path d="M-204-2Q0-84 204-2" stroke="#86bd55" stroke-width="7" fill="none"/></g>'

    return f"{shadow(320, 510, 210, 24)}{one(250, -14, False)}{one(330, 8, False)}{one(420, -4, True)}"


def ginger() -> str:
    return f'{shadow(320, 480, 220, 24)}<defs>{ball("f", "#d2a866")}</defs><g fill="url(#f)"><ellipse cx="300" cy="360" rx="180" ry="74" transform="rotate(-8 300 360)"/><ellipse cx="230" cy="270" rx="56" ry="92" transform="rotate(18 230 270)"/><ellipse cx="400" cy="280" rx="60" ry="98" transform="rotate(-24 400 280)"/><ellipse cx="470" cy="400" rx="96" ry="52" transform="rotate(20 470 400)"/></g><g stroke="#a87c3c" stroke-width="4" fill="none" opacity=".7"><path d="M190 340q40 20 90 6M330 330q50 16 90-4M210 240q20 8 40 2M390 240q20 8 40-2M430 400q40 10 80-2"/></g>'


def garlic() -> str:
    def top(x: int, y: int) -> str:
        lines = "".join(
            f'<path d="M{x} {y}Q{x + dx} {y + 90} {x + dx // 3} {y + 178}" stroke="#c9b7c4" stroke-width="4" fill="none"/>'
            for dx in (-90, -40, 40, 90)
        )
        return f'{lines}<path d="M{x - 18} {y + 16}Q{x - 4} {y - 60} {x + 6} {y - 74}Q{x + 10} {y - 30} {x + 20} {y + 16}z" fill="#efe6e2"/>'

    return _three("f", "#f3ebe6", 104, top, squash=88)


def eggs() -> str:
    spots = ((210, 300), (320, 280), (430, 300), (250, 380), (390, 380))
    shells = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="62" ry="80" fill="url(#f)"/><ellipse cx="{x - 20}" cy="{y - 30}" rx="14" ry="20" fill="#fff" opacity=".5"/>'
        for x, y in spots
    )
    return f'{shadow(320, 530, 220, 24)}<defs>{ball("f", "#e8c39a")}</defs>{shells}<path d="M110 400H530L500 510Q498 526 480 526H160Q142 526 140 510z" fill="#b9a48a"/><path d="M110 400H530L526 424H114z" fill="#d3c1a8"/>'


# The first word found in the family's slug says what it is.
BY_WORD: dict[str, Drawing] = {
    "tamatar": tomato,
    "pyaz": onion,
    "aloo": potato,
    "adrak": ginger,
    "lehsun": garlic,
    "harimirch": long_ones("#3f9a3c", count=7, width=30),
    "nimbu": _rounds("#f2d43c", r=98, leafy=34, squash=88),
    "gajar": roots("#ee7d2b", "#4f9a45"),
    "bhindi": long_ones("#5f9a3f", count=7, width=38),
    "phoolgobhi": head("#f6efdc", "#6aa84f", bumpy=True),
    "pattagobhi": head("#9ccb6b", "#6aa84f", bumpy=False),
    "baingan": _rounds("#5a2a6e", r=104, leafy=26, stalk="#4b7a35", squash=108),
    "shimlamirch": _rounds("#3f8f3a", r=108, leafy=0, stalk="#2f6b2c", squash=100),
    "matar": pod,
    "frenchbeans": long_ones("#5fa845", count=9, width=24, taper=True),
    "kheera": long_ones("#4f8f3c", count=3, width=84, taper=False),
    "lauki": long_ones("#a8cf7a", count=2, width=128, taper=False),
    "karela": long_ones("#4c8a3a", count=4, width=66),
    "chukandar": _rounds("#7d1f45", r=106, leafy=60, stalk="#a83b5e"),
    "mooli": roots("#f4f1ea", "#5fa845"),
    "kaddu": _rounds("#e8922e", r=116, leafy=0, stalk="#6b7a35", squash=82),
    "dhaniya": bunch("#4b9a3f", round_leaf=True),
    "palak": bunch("#2f7d3c", round_leaf=False),
    "methi": bunch("#5a9a45", round_leaf=True),
    "pudina": bunch("#3a8f5a", round_leaf=False),
    "kadipatta": bunch("#2f6e3a", round_leaf=False),
    "kela": banana,
    "seb": _rounds("#c9302c", r=112, leafy=44, stalk="#6b4a2a"),
    "santara": _rounds("#f28c28", r=110, leafy=40),
    "papita": _rounds("#f0a43a", r=112, leafy=0, stalk="#7a8a35", squash=128),
    "anar": _rounds("#b5283a", r=112, leafy=0, stalk="#8a2a35"),
    "angoor": grapes,
    "tarbooz": melon,
    "amrud": _rounds("#b5cf62", r=106, leafy=36),
    "aam": _rounds("#f2b02e", r=108, leafy=46, squash=116),
    "kiwi": kiwi,
    "nariyal": coconut,
    "eggs": eggs,
    "egg": eggs,
    "ande": eggs,
}

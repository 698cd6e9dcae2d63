"""Pictures that are not goods: banners, departments, and the scenes of empty and happy pages."""

from tools.art import produce
from tools.art.heaps import Grain, bowl, kind_of
from tools.art.packs import Front, bar, bottle, box, carton, jar, pillow, pouch, sack
from tools.art.paint import sheet


class _Stage:
    """Places drawings on a larger ground. Each is given names of its own, so that gradients do not mix."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def put(self, drawing: str, *, x: int, y: int, size: int) -> None:
        """A 640 drawing at (x, y), `size` pixels wide."""
        key = f"n{len(self.parts)}"
        own = drawing
        for name in ("p", "l", "w", "f", "m", "c", "b", "j", "k"):
            own = own.replace(f'id="{name}"', f'id="{key}{name}"').replace(f"url(#{name})", f"url(#{key}{name})")
        self.parts.append(f'<g transform="translate({x} {y}) scale({size / 640:.4f})">{own}</g>')


def _front(brand: str, title: str, words: str = "") -> Front:
    return Front(f"{brand}{title}", brand, title, kind_of(words or title), "veg")


def _grain(words: str) -> Grain:
    found = kind_of(words)
    if found is None:
        raise KeyError(words)
    return found


def _banner(ground: str, sun: str, things: list[tuple[str, int, int, int]]) -> str:
    stage = _Stage()
    for drawing, x, y, size in things:
        stage.put(drawing, x=x, y=y, size=size)
    back = (
        f'<circle cx="930" cy="250" r="290" fill="{sun}"/><circle cx="930" cy="250" r="225" fill="#fff" opacity=".22"/>'
        f'<rect y="430" width="1200" height="50" fill="{sun}" opacity=".55"/>'
    )
    return sheet(back + "".join(stage.parts), width=1200, height=480, ground=ground)


def banners() -> dict[str, str]:
    """The banners by name, with the left half left calm for words."""
    return {
        "breakfast": _banner(
            "#fff1d2",
            "#fbd98f",
            [
                (carton(_front("Godhuli", "Milk")), 560, 30, 420),
                (pillow(_front("Khastaghar", "Bread", "rusk")), 840, 90, 380),
                (produce.banana(), 730, 210, 280),
            ],
        ),
        "vegetables": _banner(
            "#e6f2ea",
            "#c3e2cd",
            [
                (produce.BY_WORD["phoolgobhi"](), 640, 20, 320),
                (produce.BY_WORD["gajar"](), 880, 40, 330),
                (produce.tomato(), 720, 190, 300),
                (produce.BY_WORD["palak"](), 560, 170, 280),
                (produce.onion(), 940, 230, 260),
            ],
        ),
        "staples": _banner(
            "#fbe7e1",
            "#f3c9bb",
            [
                (sack(_front("Gehunwale", "Chakki Atta", "atta")), 590, 20, 400),
                (sack(_front("Neelparvat", "Basmati Rice", "rice")), 850, 10, 410),
                (bowl("toor", _grain("toor")), 740, 210, 290),
            ],
        ),
        "chai": _banner(
            "#f3e6d6",
            "#e2c7a3",
            [
                (jar(_front("Bagaanwali", "Assam Tea", "tea")), 610, 40, 400),
                (pillow(_front("Miltu", "Butter Biscuits", "biscuit")), 830, 60, 390),
                (produce.ginger(), 720, 240, 260),
            ],
        ),
        "spices": _banner(
            "#fff1d2",
            "#f6cf7c",
            [
                (bowl("chilli", _grain("chilli")), 580, 130, 330),
                (bowl("turmeric", _grain("turmeric")), 860, 130, 330),
                (bowl("pepper", _grain("pepper")), 720, 30, 280),
            ],
        ),
        "festival": _banner(
            "#e8ebf6",
            "#cbd3ec",
            [
                (box(_front("Lakshmi Select", "Festive Sweets", "cube")), 620, 30, 400),
                (bowl("cashew", _grain("cashew")), 880, 150, 310),
                (bowl("almond", _grain("almond")), 720, 230, 240),
            ],
        ),
    }


def departments() -> dict[str, str]:
    """The tiles of the home page."""
    pairs = {
        "fruits-vegetables": (produce.tomato(), produce.banana()),
        "atta-rice-dals": (sack(_front("Gehunwale", "Atta", "atta")), bowl("toor", _grain("toor"))),
        "oil-sugar-masala": (bottle(_front("Suryatej", "Oil", "oil")), bowl("chilli", _grain("chilli"))),
        "dairy-bread-eggs": (carton(_front("Godhuli", "Milk")), produce.eggs()),
        "dry-fruits": (bowl("cashew", _grain("cashew")), bowl("almond", _grain("almond"))),
        "tea-coffee-drinks": (jar(_front("Davara", "Coffee", "coffee")), bottle(_front("Rasbagh", "Juice", "juice"))),
        "biscuits-snacks": (
            pillow(_front("Miltu", "Biscuits", "biscuit")),
            pillow(_front("Nukkadi", "Chips", "chips")),
        ),
        "breakfast-instant": (
            box(_front("Subahkar", "Corn Flakes", "cornflakes")),
            jar(_front("Madhuvani", "Honey", "honey")),
        ),
        "personal-baby": (
            bar(_front("Neemari", "Neem Soap", "soap")),
            bottle(_front("Keshvati", "Shampoo", "shampoo")),
        ),
        "home-puja": (
            pouch(_front("Dhobiraja", "Washing Powder", "salt")),
            bottle(_front("Chamakpur", "Cleaner", "cleaner")),
        ),
    }
    tints = ("#e6f2ea", "#fff1d2", "#fbe7e1", "#e8ebf6", "#f3e6d6")
    drawn = {}
    for index, (slug, (back, front)) in enumerate(pairs.items()):
        stage = _Stage()
        stage.put(back, x=10, y=0, size=400)
        stage.put(front, x=230, y=210, size=400)
        ground = f'<circle cx="320" cy="330" r="300" fill="{tints[index % len(tints)]}"/>'
        drawn[f"department-{slug}"] = sheet(ground + "".join(stage.parts))
    return drawn


def scenes() -> dict[str, str]:
    """What stands on a page with nothing, or with good news."""
    basket = (
        '<path d="M120 200H360L336 316Q334 326 322 326H158Q146 326 144 316z" fill="#1e6b45"/><path d="M120 200H360L356 222H124z" fill="#14502f"/>'
        '<path d="M166 200Q170 96 240 96Q310 96 314 200" stroke="#f2a71b" stroke-width="14" fill="none"/>'
        '<g stroke="#14502f" stroke-width="8" opacity=".5"><path d="M190 226V322M240 226V322M290 226V322"/></g>'
    )
    scooter = (
        '<circle cx="150" cy="280" r="40" fill="#2a1a10"/><circle cx="150" cy="280" r="20" fill="#eadfcf"/><circle cx="340" cy="280" r="40" fill="#2a1a10"/><circle cx="340" cy="280" r="20" fill="#eadfcf"/>'
        '<path d="M110 262Q120 210 190 212H250Q262 262 300 262L318 150H350Q378 190 372 250H300Q290 290 250 290H196Q190 240 150 240Q120 242 110 262z" fill="#b8442b"/><path d="M316 150L306 120H350" stroke="#2a1a10" stroke-width="10" fill="none" stroke-linecap="round"/>'
        '<rect x="100" y="120" width="110" height="92" rx="10" fill="#1e6b45"/><rect x="100" y="120" width="110" height="24" fill="#14502f"/><path d="M140 168q15-22 30 0q-15 22-30 0z" fill="#f2a71b"/>'
    )
    jars = (
        '<rect x="90" y="260" width="300" height="16" rx="6" fill="#b98a55"/><g fill="#fff" stroke="#cdbb9f" stroke-width="5"><rect x="120" y="160" width="64" height="100" rx="12"/><rect x="208" y="140" width="64" height="120" rx="12"/><rect x="296" y="160" width="64" height="100" rx="12"/></g>'
        '<g fill="#f2a71b"><rect x="114" y="146" width="76" height="22" rx="8"/><rect x="202" y="126" width="76" height="22" rx="8"/><rect x="290" y="146" width="76" height="22" rx="8"/></g>'
    )
    parcel = (
        '<path d="M150 150L240 110L330 150V270L240 314L150 270z" fill="#d9a441"/><path d="M150 150L240 190L330 150" stroke="#a87424" stroke-width="6" fill="none"/><path d="M240 190V314" stroke="#a87424" stroke-width="6"/>'
        '<text x="240" y="90" font-size="64" font-family="&apos;Baloo 2&apos;" font-weight="800" fill="#b8442b" text-anchor="middle">?</text>'
    )
    ground = '<ellipse cx="240" cy="326" rx="180" ry="14" fill="#2a1a10" opacity=".1"/><circle cx="240" cy="190" r="160" fill="#fff1d2"/>'
    drawn = {"basket": basket, "way": scooter, "nothing": jars, "lost": parcel}
    return {name: sheet(ground + body, width=480, height=360, ground="#fffaf2") for name, body in drawn.items()}

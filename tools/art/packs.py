"""Packs: what goods come in, with the front a maker would print."""

from dataclasses import dataclass

from tools.art.heaps import Grain, scatter
from tools.art.paint import gradient, lettering, livery, shade, shadow


@dataclass(frozen=True)
class Front:
    """What is printed on a pack."""

    name: str
    brand: str
    title: str
    grain: Grain | None
    mark: str  # veg, nonveg, egg, none

    @property
    def colours(self) -> tuple[str, str, str]:
        """Ground, band and paper."""
        return livery(self.brand or self.title)


def _mark(front: Front, x: int, y: int) -> str:
    if front.mark == "none":
        return ""
    colour = "#1b7a3e" if front.mark == "veg" else "#8a3b16"
    inner = f'<circle cx="{x + 12}" cy="{y + 12}" r="6" fill="{colour}"/>'
    if front.mark != "veg":
        inner = f'<path d="M{x + 12} {y + 5}l7 13h-14z" fill="{colour}"/>'
    return (
        f'<rect x="{x}" y="{y}" width="24" height="24" rx="2" fill="#fff" stroke="{colour}" stroke-width="3"/>{inner}'
    )


def _window(front: Front, x: int, y: int, rx: int, ry: int) -> str:
    """A window with the contents, or the maker's sun when they cannot be seen."""
    ground, band, paper = front.colours
    if front.grain is None:
        rays = "".join(
            f'<rect x="{x - 5}" y="{y - ry}" width="10" height="{ry // 2}" rx="5" fill="{band}" transform="rotate({turn} {x} {y})"/>'
            for turn in range(0, 360, 30)
        )
        return f'{rays}<circle cx="{x}" cy="{y}" r="{ry // 2 + 6}" fill="{band}"/><path d="M{x - 26} {y + 8}q26-52 52 0q-26 34-52 0z" fill="{ground}"/>'
    clip = f'<clipPath id="w"><ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}"/></clipPath>'
    back = shade(front.grain.colours[0], -18)
    count = 260 if front.grain.size < 10 else 120 if front.grain.size < 24 else 46
    pieces = scatter(front.name, front.grain, x=x, y=y, width=rx * 2, height=ry * 2, count=count)
    return (
        f'<defs>{clip}</defs><ellipse cx="{x}" cy="{y}" rx="{rx + 7}" ry="{ry + 7}" fill="{paper}"/>'
        f'<g clip-path="url(#w)"><rect x="{x - rx}" y="{y - ry}" width="{rx * 2}" height="{ry * 2}" fill="{back}"/>{pieces}</g>'
    )


def _print(front: Front, *, top: int, room: int, window: tuple[int, int, int] | None) -> str:
    """Brand, title and window, centred; `window` is its y and radii."""
    _ground, band, paper = front.colours
    drawn = (
        lettering(front.brand, 320, top, room=room * 8 // 10, size=38, colour=band, weight=800) if front.brand else ""
    )
    drawn += lettering(front.title, 320, top + 52, room=room, size=46, colour=paper)
    if window is not None:
        drawn += _window(front, 320, *window)
    return drawn


def pouch(front: Front) -> str:
    """A sealed pouch that stands by itself."""
    ground, band, _paper = front.colours
    shape = "M176 92H464Q470 150 474 250Q484 430 492 530Q494 552 470 556Q320 572 170 556Q146 552 148 530Q156 430 166 250Q170 150 176 92z"
    return (
        f'{shadow(320, 562, 190)}<defs>{gradient("p", ground)}</defs><path d="{shape}" fill="url(#p)"/>'
        f'<rect x="170" y="80" width="300" height="34" rx="6" fill="{shade(ground, -24)}"/><path d="M176 97H464" stroke="{shade(ground, 30)}" stroke-width="2" stroke-dasharray="4 6"/>'
        f'<path d="M154 478Q320 500 486 478L492 530Q494 552 470 556Q320 572 170 556Q146 552 148 530z" fill="{band}" opacity=".95"/>'
        f"{_print(front, top=176, room=250, window=(394, 112, 74))}{_mark(front, 446, 512)}"
        '<path d="M188 130Q176 300 170 460" stroke="#fff" stroke-width="14" fill="none" stroke-linecap="round" opacity=".22"/>'
    )


def sack(front: Front) -> str:
    """A big bag for the month's rice or atta."""
    ground, band, _paper = front.colours
    return (
        f"{shadow(320, 574, 216, 26)}<defs>{gradient('p', ground)}</defs>"
        '<path d="M150 96Q320 76 490 96Q508 220 506 330Q508 470 498 548Q494 570 462 574Q320 586 178 574Q146 570 142 548Q132 470 134 330Q132 220 150 96z" fill="url(#p)"/>'
        f'<path d="M150 96Q320 76 490 96L494 128Q320 108 146 128z" fill="{shade(ground, -26)}"/><path d="M158 112Q320 92 482 112" stroke="{band}" stroke-width="5" stroke-dasharray="14 10" fill="none"/>'
        f'<path d="M136 486Q320 510 504 486L500 540Q320 562 140 540z" fill="{band}"/>'
        f"{_print(front, top=190, room=290, window=(404, 132, 78))}{_mark(front, 452, 146)}"
        '<path d="M164 160Q150 320 154 470" stroke="#fff" stroke-width="16" fill="none" stroke-linecap="round" opacity=".2"/>'
    )


def box(front: Front) -> str:
    """A carton with a side that turns away from the light."""
    ground, band, _paper = front.colours
    return (
        f'{shadow(330, 548, 200)}<defs>{gradient("p", ground)}</defs><path d="M176 130L430 112V536L176 552z" fill="url(#p)"/>'
        f'<path d="M430 112L492 142V508L430 536z" fill="{shade(ground, -34)}"/><path d="M176 130L430 112L492 142L240 162z" fill="{shade(ground, 30)}"/>'
        f'<path d="M176 456L430 440V536L176 552z" fill="{band}"/><path d="M430 440L492 424V508L430 536z" fill="{shade(band, -26)}"/>'
        f'<g transform="translate(-17 18)">{_print(front, top=196, room=226, window=(372, 92, 62))}</g>{_mark(front, 386, 490)}'
    )


def jar(front: Front) -> str:
    """A glass jar with a lid, the contents showing."""
    ground, band, paper = front.colours
    fill = front.grain.colours[0] if front.grain else "#c98a2b"
    pieces = scatter(front.name, front.grain, x=320, y=360, width=300, height=420, count=220) if front.grain else ""
    return (
        f'{shadow(320, 564, 160)}<defs>{gradient("p", fill)}{gradient("l", ground)}<clipPath id="j"><path d="M196 196Q180 214 180 250V524Q180 560 216 560H424Q460 560 460 524V250Q460 214 444 196z"/></clipPath></defs>'
        f'<g clip-path="url(#j)"><rect x="170" y="190" width="300" height="380" fill="url(#p)"/>{pieces}<rect x="170" y="190" width="300" height="52" fill="#fff" opacity=".35"/></g>'
        f'<rect x="196" y="104" width="248" height="84" rx="18" fill="url(#l)"/><path d="M204 170H436" stroke="{shade(ground, -30)}" stroke-width="5"/>'
        f'<rect x="180" y="290" width="280" height="190" fill="{paper}"/><rect x="180" y="290" width="280" height="52" fill="{ground}"/><rect x="180" y="464" width="280" height="16" fill="{band}"/>'
        f"{lettering(front.brand, 320, 327, room=220, size=34, colour=paper, weight=800)}{lettering(front.title, 320, 392, room=240, size=42, colour=shade(ground, -20))}{_mark(front, 424, 432)}"
        '<path d="M200 250V520" stroke="#fff" stroke-width="14" stroke-linecap="round" opacity=".4"/>'
    )


def bottle(front: Front) -> str:
    """A bottle of something that pours."""
    ground, band, paper = front.colours
    liquid = front.grain.colours[0] if front.grain else shade(ground, 12)
    return (
        f"{shadow(320, 584, 130)}<defs>{gradient('p', liquid)}{gradient('l', ground)}</defs>"
        '<path d="M278 150H362V196Q366 224 402 252Q432 276 432 320V548Q432 584 396 584H244Q208 584 208 548V320Q208 276 238 252Q274 224 278 196z" fill="url(#p)"/>'
        f'<rect x="270" y="68" width="100" height="84" rx="14" fill="url(#l)"/><path d="M278 130H362" stroke="{shade(ground, -30)}" stroke-width="5"/>'
        f'<rect x="208" y="322" width="224" height="196" fill="{paper}"/><rect x="208" y="322" width="224" height="52" fill="{ground}"/><rect x="208" y="500" width="224" height="18" fill="{band}"/>'
        f"{lettering(front.brand, 320, 359, room=180, size=32, colour=paper, weight=800)}{lettering(front.title, 320, 418, room=196, size=38, colour=shade(ground, -20))}{_mark(front, 398, 466)}"
        '<path d="M228 330V540" stroke="#fff" stroke-width="13" stroke-linecap="round" opacity=".42"/>'
    )


def carton(front: Front) -> str:
    """A carton that holds milk or juice."""
    ground, band, paper = front.colours
    return (
        f'{shadow(320, 566, 140)}<defs>{gradient("p", paper, light=6, dark=-12)}</defs><path d="M212 196H428V552Q428 564 416 564H224Q212 564 212 552z" fill="url(#p)"/>'
        f'<path d="M212 196L250 112H390L428 196z" fill="{shade(ground, 14)}"/><rect x="250" y="84" width="140" height="32" rx="5" fill="{ground}"/><rect x="212" y="196" width="216" height="104" fill="{ground}"/>'
        f'<path d="M212 470Q270 424 320 462T428 440V552Q428 564 416 564H224Q212 564 212 552z" fill="{band}"/>'
        f"{lettering(front.brand, 320, 262, room=180, size=38, colour=paper, weight=800)}{lettering(front.title, 320, 360, room=190, size=42, colour=shade(ground, -16))}{_mark(front, 394, 526)}"
        '<path d="M228 210V540" stroke="#fff" stroke-width="10" stroke-linecap="round" opacity=".45"/>'
    )


def pillow(front: Front) -> str:
    """A soft packet, sealed at both ends: milk, snacks, biscuits."""
    ground, band, _paper = front.colours
    return (
        f"{shadow(320, 560, 196)}<defs>{gradient('p', ground, light=26)}</defs>"
        '<path d="M158 108L482 108Q462 200 478 320Q492 440 482 548L158 548Q148 440 162 320Q178 200 158 108z" fill="url(#p)"/>'
        f'<path d="M150 92H490V118H150zM150 538H490V564H150z" fill="{shade(ground, -20)}"/><path d="M160 100V112M190 100V112" stroke="#fff" opacity=".4"/>'
        f'<path d="M163 440Q320 400 486 452L484 520Q320 500 156 520z" fill="{band}"/>'
        f"{_print(front, top=184, room=250, window=(392, 108, 76))}{_mark(front, 440, 132)}"
        '<path d="M184 140Q196 300 180 500" stroke="#fff" stroke-width="16" fill="none" stroke-linecap="round" opacity=".26"/>'
    )


def tube(front: Front) -> str:
    """A tube in its length, cap to the right."""
    ground, band, paper = front.colours
    return (
        f'{shadow(320, 440, 240)}<defs>{gradient("p", paper, light=4, dark=-14)}{gradient("l", ground)}</defs><path d="M84 236H112Q300 226 476 262V386Q300 420 112 410H84z" fill="url(#p)"/>'
        f'<rect x="70" y="230" width="30" height="186" rx="4" fill="{shade(ground, -10)}"/><rect x="476" y="270" width="92" height="108" rx="18" fill="url(#l)"/>'
        f'<path d="M112 366Q300 380 476 352V386Q300 420 112 410z" fill="{band}"/><path d="M112 236Q300 226 476 262V276Q300 248 112 256z" fill="{ground}"/>'
        f"{lettering(front.brand, 290, 304, room=200, size=34, colour=ground, weight=800)}{lettering(front.title, 290, 346, room=320, size=36, colour=shade(ground, -26))}"
    )


def bar(front: Front) -> str:
    """A wrapped bar of soap."""
    ground, band, paper = front.colours
    return (
        f'{shadow(320, 452, 230)}<defs>{gradient("p", ground)}</defs><rect x="96" y="216" width="448" height="226" rx="34" fill="url(#p)"/>'
        f'<path d="M96 380Q320 340 544 392V408Q544 442 510 442H130Q96 442 96 408z" fill="{band}"/><ellipse cx="320" cy="306" rx="176" ry="76" fill="{paper}"/>'
        f"{lettering(front.brand, 320, 296, room=250, size=40, colour=ground, weight=800)}{lettering(front.title, 320, 338, room=290, size=36, colour=shade(ground, -26))}"
        '<path d="M126 250Q320 226 500 244" stroke="#fff" stroke-width="12" fill="none" stroke-linecap="round" opacity=".3"/>'
    )

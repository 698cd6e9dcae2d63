"""Draw the pictures that are missing (`--all`: every one); `--check` only says what is missing or too much."""

import base64
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.art import heaps, packs, produce, scenes
from tools.art.packs import Front
from tools.art.paint import sheet

ROOT = Path(__file__).resolve().parents[2] / "kirana"
STARTER = ROOT / "catalog" / "starter"
FONT = ROOT / "ui" / "static" / "ui" / "fonts" / "baloo-2-latin.woff2"
QUALITY = 82
SHELF_PACKS = {
    "rice": packs.sack,
    "atta-flours": packs.sack,
    "cooking-oils": packs.bottle,
    "ghee": packs.jar,
    "milk": packs.pillow,
    "curd": packs.jar,
    "tea": packs.box,
    "coffee": packs.jar,
    "juices": packs.carton,
    "soft-drinks": packs.bottle,
    "honey-spreads": packs.jar,
    "pickles": packs.jar,
    "sauces": packs.bottle,
    "breakfast": packs.box,
    "bath-soap": packs.bar,
    "hair-care": packs.bottle,
    "cleaners": packs.bottle,
    "biscuits": packs.pillow,
    "namkeen": packs.pillow,
    "sharbat-health": packs.bottle,
}
PACK_WORDS = (
    ("bottle", packs.bottle),
    ("pump", packs.bottle),
    ("tube", packs.tube),
    ("bar", packs.bar),
    ("jar", packs.jar),
    ("carton", packs.carton),
    ("box", packs.box),
    ("tin", packs.jar),
    ("tub", packs.jar),
    ("bag", packs.sack),
    ("refill", packs.pouch),
)


def drawings() -> Iterator[tuple[Path, str]]:
    """Every picture's file and its SVG."""
    seen = set()
    with (STARTER / "products.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["picture"] not in seen:
                seen.add(row["picture"])
                yield STARTER / "pictures" / f"{row['picture']}.webp", sheet(_product(row))
    for name, svg in scenes.departments().items():
        yield STARTER / "pictures" / f"{name}.webp", svg
    for name, svg in scenes.banners().items():
        yield STARTER / "banners" / f"{name}.webp", svg
    for name, svg in scenes.scenes().items():
        yield ROOT / "ui" / "static" / "ui" / "scenes" / f"{name}.webp", svg


def _product(row: dict[str, str]) -> str:
    family = row["family"]
    if row["category"] in ("vegetables", "fruits", "leafy-herbs", "eggs"):
        for word, draw in produce.BY_WORD.items():
            if word in family:
                return draw()
    words = f"{row['name']} {row['search_words']}"
    grain = heaps.kind_of(row["name"]) or heaps.kind_of(words)
    if row["sold"] == "loose":
        return heaps.bowl(family, grain or heaps.PLAIN)
    front = Front(family, row["brand"], row["name"], grain if row["veg"] != "none" else None, row["veg"])
    for word, draw in PACK_WORDS:
        if word in row["pack"].casefold() and not (word == "bag" and row["category"] == "tea"):
            return draw(front)
    return SHELF_PACKS.get(row["category"], packs.pouch)(front)


def _render(page: Page, svg: str, path: Path) -> None:
    page.set_content(f"<style>{_font()}body{{margin:0}}svg{{display:block}}</style>{svg}")
    page.evaluate("document.fonts.ready")
    shot = page.locator("svg").first.screenshot()
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "WEBP", quality=QUALITY, method=6)


def _font() -> str:
    data = base64.b64encode(FONT.read_bytes()).decode()
    return f'@font-face{{font-family:"Baloo 2";font-weight:400 800;src:url(data:font/woff2;base64,{data})}}'


def main() -> int:
    """Draw, or check."""
    wanted = dict(drawings())
    missing = {path: svg for path, svg in wanted.items() if "--all" in sys.argv or not path.exists()}
    only = [word for word in sys.argv[1:] if not word.startswith("--")]
    if only:
        missing = {path: svg for path, svg in wanted.items() if path.stem in only}
    if "--check" in sys.argv:
        extra = set((STARTER / "pictures").glob("*.webp")) - set(wanted)
        print(f"{len(missing)} missing, {len(extra)} too many")
        return bool(missing or extra)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1220, "height": 700})
        for number, (path, svg) in enumerate(missing.items(), start=1):
            _render(page, svg, path)
            print(f"\r{number}/{len(missing)} {path.stem:40}", end="", flush=True)
        browser.close()
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

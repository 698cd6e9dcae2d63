"""About 18,000 rows of groceries: a real list when it lies beside the tree, otherwise a made-up one."""

import csv
from itertools import product
from pathlib import Path

from bench.server import ROOT

LIST = ROOT.parent / "shared" / "data" / "catalogue" / "bigbasket_18k.csv"
HEADERS = ("Brand", "Product", "Quantity", "Price", "MRP", "Category", "Sub-Category")
BRANDS = [
    f"{first} {last}"
    for first, last in product(
        ("Suraj", "Nandi", "Gaurav", "Malati", "Kaveri", "Ashoka", "Tulsi", "Himgiri", "Sagar", "Devi"),
        ("Foods", "Agro", "Mills", "Organics", "Dairy"),
    )
]
SHELVES = {
    "Staples": {
        "Atta & flours": ("Chakki Atta", "Maida", "Besan", "Ragi Flour", "Jowar Flour", "Sooji"),
        "Rice": ("Basmati Rice", "Sona Masoori Rice", "Idli Rice", "Matta Rice", "Poha", "Brown Rice"),
        "Dals": ("Toor Dal", "Moong Dal", "Chana Dal", "Urad Dal", "Masoor Dal", "Rajma"),
        "Oils": ("Sunflower Oil", "Groundnut Oil", "Mustard Oil", "Sesame Oil", "Cow Ghee", "Coconut Oil"),
    },
    "Snacks": {
        "Biscuits": ("Glucose Biscuits", "Cream Biscuits", "Jeera Biscuits", "Butter Cookies", "Rusk", "Khari"),
        "Namkeen": ("Aloo Bhujia", "Moong Namkeen", "Mixture", "Murukku", "Banana Chips", "Chivda"),
        "Sweets": ("Soan Papdi", "Kaju Katli", "Besan Laddu", "Rasgulla", "Mysore Pak", "Peanut Chikki"),
    },
    "Home": {
        "Cleaning": ("Floor Cleaner", "Dish Bar", "Washing Powder", "Phenyl", "Glass Cleaner", "Detergent Bar"),
        "Bath": ("Neem Soap", "Sandal Soap", "Herbal Shampoo", "Hair Oil", "Tooth Powder", "Hand Wash"),
        "Puja": ("Agarbatti", "Camphor", "Cotton Wicks", "Kumkum", "Haldi", "Dhoop"),
    },
}
PACKS = (("100 g", 2200), ("200 g", 4100), ("250 g", 5000), ("500 g", 9600), ("1 kg", 18500), ("2 kg", 36000))


def file_in(folder: Path) -> Path:
    """The file to import; a made-up one is written into `folder`, the same rows each time."""
    if LIST.exists():
        return LIST
    path = folder / "goods.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(_rows())
    return path


def _rows() -> list[tuple[str, str, str, str, str, str, str]]:
    things = [(shelf, sub, thing) for shelf, subs in SHELVES.items() for sub, names in subs.items() for thing in names]
    rows = []
    for number, (brand, (shelf, sub, thing), (pack, paise)) in enumerate(product(BRANDS, things, PACKS)):
        price = paise + number % 97 * 50
        mrp = price * (100 + number % 4 * 8) // 100
        rows.append((brand, thing, pack, f"{price / 100:.2f}", f"{mrp / 100:.2f}", shelf, sub))
    return rows

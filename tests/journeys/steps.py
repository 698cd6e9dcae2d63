"""What people do in many journeys."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from kirana.demo.accounts import PASSWORD

Visitor = Callable[..., Page]
Snap = Callable[[Page, str], None]
THANKS = "Thank you! The shop has your order."


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def put_in(page: Page, address: str, *, at: int = 0) -> str:
    """Press “Add” on a card of a list, and see that it is in; the name of what was added."""
    page.goto(address)
    card = page.locator("li.card").filter(has=page.get_by_role("button", name=re.compile("^Add "))).nth(at)
    name = card.get_by_role("button").get_attribute("aria-label") or ""
    with page.expect_response(lambda answer: answer.url.endswith("/basket/lines/")):
        card.get_by_role("button").click()
    return name.removeprefix("Add ")


def fill_address(
    page: Page, *, name: str = "Meena Pillai", phone: str = "98450 12345", method: str = "cash_on_delivery"
) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Phone").fill(phone)
    page.get_by_label("House, street, area").fill("Flat 9, Rose Villa, 4th Cross")
    page.get_by_label("Pincode").fill("560038")
    page.locator("input[name=slot]:not([disabled])").first.check(force=True)
    page.locator(f"input[name=payment_method][value={method}]").check(force=True)


def place(page: Page, *, method: str, name: str = "Meena Pillai") -> str:
    """A pack of rice, ordered; the order's number."""
    to_checkout(page)
    fill_address(page, name=name, method=method)
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.locator(".order-hero h1")).to_be_visible()
    return page.locator(".order-hero p").first.inner_text()


def to_checkout(page: Page) -> None:
    """To the checkout with two packs of rice, which is more than the smallest order."""
    for at in (1, 2):
        with page.expect_response(lambda answer: "/basket/lines/" in answer.url and answer.request.method == "POST"):
            put_in(page, "/shelves/rice/", at=at)
    page.goto("/checkout/")


def panel(page: Page, title: str) -> Locator:
    """The panel of a page that has this title."""
    return page.locator(".panel").filter(has=page.get_by_role("heading", name=title, exact=True))


def bill_row(page: Page, label: str) -> Locator:
    """The amount that stands beside a word on the bill."""
    row = page.locator(".bill-row").filter(has=page.locator("dt", has_text=re.compile(f"^{label}$")))
    return row.locator("dd")


def paise(text: str) -> int:
    """`₹1,126.50` as paise."""
    rupees, _, rest = text.strip().replace("₹", "").replace(",", "").partition(".")
    return int(rupees) * 100 + int((rest or "0").ljust(2, "0"))

"""Asha's way from the home page to her door, and the shop's work in between, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import Snap, Visitor, fill_address, put_in, sign_in
from tests.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


def test_a_shopper_finds_orders_and_sees_the_order_move(shop: Shop, visitor: Visitor, width: int, snap: Snap) -> None:
    page = visitor(width)
    page.goto("/")
    snap(page, "home")
    page.get_by_label("Search", exact=True).first.fill("aata")
    page.get_by_label("Search", exact=True).first.press("Enter")
    expect(page.locator("li.card").first).to_contain_text(re.compile("atta", re.IGNORECASE))
    snap(page, "search")
    put_in(page, "/shelves/rice/", at=1)
    badge = page.locator("#basket-top .basket-count, #basket-dock .basket-count").filter(visible=True)
    expect(badge).to_have_text("1")
    put_in(page, "/shelves/vegetables/")
    expect(badge).to_have_text("2")
    stepper = page.locator("[data-stepper]").first
    more = stepper.get_by_role("button").last
    more.click()
    more.click()
    expect(stepper.locator("output")).to_have_text("750 g")
    page.wait_for_load_state("networkidle")
    put_in(page, "/shelves/dals/")
    snap(page, "list")
    page.goto("/basket/")
    expect(page.locator(".line")).to_have_count(3)
    snap(page, "basket")
    page.get_by_role("link", name="Go to checkout").click()
    fill_address(page)
    snap(page, "checkout")
    total = page.locator(".bill-row--total dd").inner_text()
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.get_by_role("heading", name="Thank you! The shop has your order.")).to_be_visible()
    expect(page.locator(".bill-row--total dd")).to_have_text(total)
    snap(page, "order")
    number = page.locator(".order-hero p").first.inner_text()
    _work(shop, visitor(width), number, snap)
    page.reload()
    expect(page.get_by_role("heading", name="Delivered. Enjoy!")).to_be_visible()
    snap(page, "order-delivered")
    page.goto("/orders/")
    expect(page.locator(".order-card")).to_contain_text([number])
    page.goto("/")
    expect(page.get_by_role("heading", name="Buy again")).to_be_visible()
    assert "The books are right" in shop.command("check_books")


def _work(shop: Shop, page: Page, number: str, snap: Snap) -> None:
    """Chitra's part: accept, pick and weigh, pack, hand over; then the door."""
    sign_in(page, "chitra@lakshmi.example")
    snap(page, "staff-board")
    ticket = page.locator(".ticket").filter(has_text=number)
    ticket.get_by_role("button", name="Accept").click()
    page.locator(".ticket").filter(has_text=number).get_by_role("button", name="Start picking").click()
    expect(page.get_by_role("heading", name=f"Picking {number}")).to_be_visible()
    snap(page, "staff-picking")
    weigh = page.locator("input[name=weight][inputmode=decimal]")
    weigh.fill("2 kg")
    page.get_by_role("button", name="Weighed").click()
    expect(page.get_by_role("alert")).to_contain_text("is more than the 825 g agreed. Take 1.175 kg out.")
    expect(weigh).to_have_value("2 kg")
    weigh.fill("0.78 kg")
    page.get_by_role("button", name="Weighed").click()
    expect(page.locator(".pick.is-done")).to_contain_text(["780 g"])
    for done in (2, 3):
        page.get_by_role("button", name="All there").first.click()
        expect(page.locator(".pick.is-done")).to_have_count(done)
    snap(page, "staff-picked")
    page.get_by_role("button", name="Pack").click()
    page.get_by_text("Dev Kumar").click()
    page.get_by_role("button", name="Hand over").click()
    page.locator(".ticket").filter(has_text=number).get_by_role("link", name="At the door").click()
    due = page.get_by_label("Taken ₹").input_value()
    page.get_by_label("Taken ₹").fill("1")
    page.get_by_role("button", name="Delivered, money taken").click()
    expect(page.get_by_role("alert")).to_contain_text("not ₹1.")
    expect(page.get_by_label("Taken ₹")).to_have_value("1")
    snap(page, "staff-delivery")
    page.get_by_label("Taken ₹").fill(due)
    page.get_by_role("button", name="Delivered, money taken").click()
    expect(page.get_by_text(f"{number} is delivered.")).to_be_visible()


def test_a_product_that_stands_on_the_page_twice_changes_in_both_places(visitor: Visitor, width: int) -> None:
    page = visitor(width)
    page.goto("/")
    named = page.locator("li.card button[aria-label^='Add ']").evaluate_all("all => all.map(one => one.ariaLabel)")
    name = next(one for one in named if named.count(one) > 1)
    cards = page.locator("li.card").filter(has=page.locator(f"button[aria-label='{name}']"))
    place = page.locator(f".{cards.last.locator('.buy').get_attribute('class').split()[1]}")  # type: ignore[union-attr]
    cards.last.get_by_role("button", name=name).click()
    expect(place.locator("output")).to_have_text(["1"] * place.count())
    place.last.get_by_role("button").last.click()
    expect(place.locator("output")).to_have_text(["2"] * place.count())
    for left in ("1", "0"):
        expect(place.last.locator("[data-stepper]")).to_have_attribute("data-quantity", str(int(left) + 1))
        place.last.get_by_role("button").first.click()
    expect(place.get_by_role("button", name=name)).to_have_count(place.count())


def test_everything_works_without_scripts(shop: Shop, visitor: Visitor, width: int) -> None:
    page = visitor(width, scripts=False)
    added = put_in(page, "/shelves/rice/")
    expect(page.get_by_text(f"{added} is in your basket.")).to_be_visible()
    put_in(page, "/shelves/rice/", at=2)
    page.locator("[data-stepper] button").last.click()
    expect(page.locator("[data-stepper] output").last).to_have_text("2")
    page.goto("/checkout/")
    fill_address(page, name="Noor Fatima")
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.get_by_role("heading", name="Thank you! The shop has your order.")).to_be_visible()
    page.get_by_text("Cancel this order").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    expect(page.get_by_role("heading", name="This order was cancelled.")).to_be_visible()
    page.get_by_role("button", name="Order the same again").click()
    expect(page.locator(".line")).to_have_count(2)


def test_nothing_typed_is_lost_when_the_checkout_refuses(visitor: Visitor, width: int, snap: Snap) -> None:
    page = visitor(width)
    put_in(page, "/shelves/rice/")
    page.goto("/checkout/")
    fill_address(page, name="Ravi Kiran", phone="12")
    page.get_by_label("Anything we should know").fill("The bell is broken")
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.get_by_role("alert").first).to_contain_text("1 thing to mend. What you typed is still here.")
    snap(page, "checkout-refused")
    expect(page.get_by_label("Your name")).to_have_value("Ravi Kiran")
    expect(page.get_by_label("Phone")).to_have_value("12")
    expect(page.get_by_label("Anything we should know")).to_have_value("The bell is broken")
    expect(page.locator("input[name=slot]:checked")).to_have_count(1)
    page.get_by_label("Phone").fill("98450 12345")
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.get_by_role("heading", name="Thank you! The shop has your order.")).to_be_visible()


def test_a_price_that_changed_is_a_question(shop: Shop, visitor: Visitor, width: int, snap: Snap) -> None:
    page = visitor(width)
    put_in(page, "/shelves/dry-fruits/")
    put_in(page, "/shelves/atta-flours/")
    page.goto("/checkout/")
    fill_address(page, name="Sunita Gowda")
    code = "from kirana.catalog.models import Listing; from django.db.models import F; Listing.objects.update(price_paise=F('price_paise') - 100)"
    shop.command("shell", "-v0", "-c", code)
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.get_by_role("alert").first).to_contain_text("The total was")
    expect(page.get_by_label("Your name")).to_have_value("Sunita Gowda")
    snap(page, "checkout-question")
    page.get_by_role("button", name=re.compile("Place the order")).click()
    expect(page.get_by_role("heading", name="Thank you! The shop has your order.")).to_be_visible()


PAGES = (
    "/",
    "/shelves/",
    "/shelves/fruits-vegetables/",
    "/offers/",
    "/products/dhanpurna-chakki-fresh-atta-5-kg-pouch/",
    "/about/",
    "/account/login/",
    "/account/signup/",
    "/basket/",
    "/orders/",
    "/nowhere/",
)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_no_page_is_wider_than_the_screen(visitor: Visitor, width: int, snap: Snap, language: str) -> None:
    page = visitor(width)
    for path in PAGES:
        page.goto(f"/hi{path}" if language == "hi" else path)
        name = path.strip("/").split("/")[-1] or "front"
        snap(page, f"{language}-{name}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{path} in {language} is {wide} px too wide"

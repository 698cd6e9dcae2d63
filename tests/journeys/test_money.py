"""Money in a real browser: paid and given back, UPI confirmed, khata, one line refunded, cash handed in, the day closed."""

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    THANKS,
    Snap,
    Visitor,
    bill_row,
    fill_address,
    paise,
    panel,
    place,
    sign_in,
    to_checkout,
)

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

CHITRA, DEV, ASHA = "chitra@lakshmi.example", "dev@lakshmi.example", "asha@example.com"


def test_asha_pays_cancels_and_sees_her_money_come_back(visitor: Visitor, width: int, snap: Snap) -> None:
    page = visitor(width)
    sign_in(page, ASHA)
    place(page, method="fake", name="Asha Iyer")
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    paid = bill_row(page, "Paid").inner_text()
    assert paid == bill_row(page, "Total").inner_text()
    page.get_by_text("Cancel this order").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    expect(page.get_by_role("heading", name="This order was cancelled.")).to_be_visible()
    expect(bill_row(page, "(Given back|On its way back to you)")).to_have_text(paid)
    snap(page, "order-money-back")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_chitra_confirms_the_upi_transfer_and_the_order_is_placed(
    visitor: Visitor, width: int, snap: Snap, scripts: bool
) -> None:
    page = visitor(width, scripts=scripts)
    number = place(page, method="upi_qr")
    expect(page.get_by_role("heading", name="One step left: the payment")).to_be_visible()
    snap(page, "pay-upi")
    shop = visitor(width, scripts=scripts)
    sign_in(shop, CHITRA)
    shop.goto("/staff/money/upi/")
    bag = shop.locator(".bag").filter(has_text=number)
    bag.get_by_label("UTR").fill("12345")
    bag.get_by_role("button", name="The money is here").click()
    expect(shop.get_by_role("alert")).to_contain_text("1 thing to mend")
    bag.get_by_label("UTR").fill(f"{width}{int(scripts)}".rjust(12, "7"))
    snap(shop, "staff-upi")
    bag.get_by_role("button", name="The money is here").click()
    expect(shop.locator(".bag").filter(has_text=number)).to_have_count(0)
    page.goto(page.url.partition("payment/")[0])
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()


def test_store_credit_pays_a_part_and_comes_back_when_asha_cancels(visitor: Visitor, width: int) -> None:
    page = visitor(width)
    sign_in(page, ASHA)
    for _ in range(2):  # the second time it is there again, so the first gave it back
        to_checkout(page)
        fill_address(page, name="Asha Iyer", method="fake")
        page.get_by_text("Use my store credit: ₹60").click()
        page.get_by_role("button", name=re.compile("Place the order")).click()
        expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
        assert bill_row(page, "Paid").inner_text() == bill_row(page, "Total").inner_text()
        page.get_by_text("Cancel this order").click()
        page.get_by_role("button", name="Yes, cancel it").click()
        expect(page.get_by_role("heading", name="This order was cancelled.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_chitra_finds_the_khata_in_two_taps_gives_and_takes_and_asha_sees_it(
    visitor: Visitor, width: int, snap: Snap, scripts: bool
) -> None:
    page = visitor(width, scripts=scripts)
    sign_in(page, CHITRA)
    page.goto("/staff/")
    page.get_by_role("link", name="Khata", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Asha Iyer")).click()
    before = paise(page.locator(".money-due").inner_text())
    page.wait_for_load_state()
    give = panel(page, "Give")
    give.get_by_label("Amount ₹").fill("25")
    give.get_by_label("Note").fill(f"Sugar at {width}")
    give.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status").first).to_be_visible()
    take = panel(page, "Take a payment")
    take.get_by_label("Amount ₹").fill("10")
    take.get_by_role("button", name="Money taken").click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert paise(page.locator(".money-due").inner_text()) == before + 15_00
    snap(page, "staff-khata")
    asha = visitor(width, scripts=scripts)
    sign_in(asha, ASHA)
    asha.goto("/account/khata/")
    expect(asha.locator(".entry").nth(0)).to_contain_text("-₹10")
    expect(asha.locator(".entry").nth(1)).to_contain_text(f"Sugar at {width}")
    snap(asha, "khata")
    pdf = asha.request.get("/account/khata/statement.pdf")
    assert pdf.body().startswith(b"%PDF")


def test_chitra_opens_a_khata_for_someone_new(visitor: Visitor, width: int) -> None:
    page = visitor(width, scripts=False)
    sign_in(page, CHITRA)
    page.goto("/staff/money/khata/")
    page.get_by_role("link", name="Open a khata").click()
    page.get_by_label("Name", exact=True).fill("Usha Pai")
    page.get_by_label("Phone", exact=True).fill(f"98450 2{width:04d}")
    page.get_by_label("Limit ₹").fill("1500")
    page.get_by_role("button", name="Open the khata").click()
    expect(page.get_by_role("heading", name="Usha Pai")).to_be_visible()
    expect(page.locator(".money-due")).to_have_text("₹0")


def test_one_line_is_given_back_with_the_keyboard_and_the_papers_open(
    visitor: Visitor, width: int, snap: Snap, tmp_path: Path
) -> None:
    page = visitor(width)
    sign_in(page, CHITRA)
    page.goto("/staff/orders/?state=delivered")
    page.locator("tbody a").nth(0 if width == 360 else 1).click()
    papers_before = page.locator("a[href*='/documents/']").count()
    page.get_by_role("link", name="Give money back").click()
    page.wait_for_load_state()
    page.locator("details.fold summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.get_by_label("Reason").or_(page.get_by_label("Why")).first.focus()
    page.keyboard.type("The packet was torn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Give ₹1 back?")).to_be_visible()
    snap(page, "staff-refund-asked")
    page.get_by_role("button", name="Yes, give it back").press("Enter")
    page.get_by_role("link", name="The order").click()
    links = page.locator("a[href*='/documents/']")
    expect(links).to_have_count(papers_before + 1)
    snap(page, "staff-refunded")
    papers = [link.get_attribute("href") or "" for link in links.all()]
    for at, paper in enumerate(papers):
        body = page.request.get(f"{paper.rstrip('/')}.pdf").body()
        assert body.startswith(b"%PDF")
        assert _pages(body, tmp_path / f"{at}.pdf") == 1


def _pages(body: bytes, file: Path) -> int:
    if which("pdfinfo") is None:
        pytest.skip("pdfinfo, which counts the pages, is not on this machine")
    file.write_bytes(body)
    said = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Pages:\s+(\d+)", said, re.MULTILINE)[1])  # type: ignore[index]


def test_dev_hands_in_what_he_took_and_chitra_closes_the_day(visitor: Visitor) -> None:
    number = place(visitor(360), method="cash_on_delivery", name="Gita Rao")
    chitra, dev = visitor(360), visitor(360)
    sign_in(chitra, CHITRA)
    _bring_out(chitra, number)
    sign_in(dev, DEV)
    dev.goto(f"/staff/orders/{number}/delivery/")
    taken = paise(dev.locator(".money-due").inner_text())
    dev.get_by_role("button", name="Delivered, money taken").click()
    expect(dev.get_by_text(f"{number} is delivered.")).to_be_visible()
    chitra.goto("/staff/money/cash/")
    bag = chitra.locator(".bag").filter(has_text="Dev Kumar")
    held = bag.locator(".purse").inner_text()
    assert paise(held) >= taken
    bag.get_by_label("Counted ₹").fill(held.removeprefix("₹").replace(",", ""))
    bag.get_by_role("button", name="Take it in").click()
    expect(chitra.locator(".bag").filter(has_text="Dev Kumar").locator(".purse")).to_have_text("₹0")
    chitra.goto("/staff/money/days/")
    expect(chitra.get_by_text("Everything balances to the paisa.")).to_be_visible()
    chitra.get_by_role("button", name="Close the day").click()
    chitra.goto("/staff/money/days/")
    expect(chitra.get_by_text("Today is closed. What comes now falls into tomorrow.")).to_be_visible()


def _bring_out(page: Page, number: str) -> None:
    page.goto("/staff/")
    ticket = page.locator(".ticket").filter(has_text=number)
    ticket.get_by_role("button", name="Accept").click()
    page.locator(".ticket").filter(has_text=number).get_by_role("button", name="Start picking").click()
    for done in (1, 2):
        page.get_by_role("button", name="All there").first.click()
        expect(page.locator(".pick.is-done")).to_have_count(done)
    page.get_by_role("button", name="Pack").click()
    page.get_by_text("Dev Kumar").click()
    page.get_by_role("button", name="Hand over").click()

"""Every screen that staff and shoppers open: it fits a phone, says what its controls are, and axe finds nothing serious."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import Visitor, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

AXE = Path(os.environ.get("AXE", "node_modules/axe-core/axe.min.js"))
OWNER = (
    *("", "orders/", "catalogue/", "catalogue/new/", "imports/", "delivery/", "log/", "content/", "content/featured/"),
    *("invoices/", "invoices/return/", "invoices/rates/", "content/preview/", "content/banners/new/"),
    *("money/khata/", "money/khata/new/", "money/khata/1/", "money/cash/", "money/days/", "money/upi/"),
    *("money/payments/", "money/payments/1/", "money/exceptions/", "money/settlements/", "money/webhooks/"),
)
MAINTAINER = (
    *("", "guide/", "checks/", "figures/", "database/", "backups/", "errors/", "logs/", "access/", "incidents/"),
    *("switches/", "breaches/", "secrets/", "runbooks/", "runbooks/backup-failing/"),
)
SHOPPER = ("", "shelves/rice/", "basket/", "orders/", "account/", "account/khata/", "about/", "health/")
SCREENS = {
    "chitra@lakshmi.example": tuple(f"/staff/{path}" for path in OWNER),
    "esha@lakshmi.example": tuple(f"/staff/console/{path}" for path in MAINTAINER),
    "asha@example.com": tuple(f"/{path}" for path in SHOPPER),
}
FAULTS = """() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide) faults.push(`${wide} px too wide`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    const box = one.getBoundingClientRect();
    if (!box.width || !one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) || one.closest('details:not([open]) > :not(summary)')) continue;
    const said = one.getAttribute("aria-label") || one.innerText || [...(one.labels || [])].map((l) => l.textContent).join("");
    if (!said.trim() && !one.querySelector("img[alt]:not([alt=''])")) faults.push(`nameless ${one.outerHTML.slice(0, 80)}`);
    if (one.matches("button, .button, summary, select") && box.height < 43.5) faults.push(`${Math.round(box.height)} px high: ${said.trim().slice(0, 40)}`);
  }
  return faults;
}"""


@pytest.mark.parametrize("who", SCREENS)
@pytest.mark.parametrize("language", ["", "/hi"], ids=["en", "hi"])
def test_every_screen_fits_a_phone_and_names_its_controls(visitor: Visitor, who: str, language: str) -> None:
    page = visitor(360)
    sign_in(page, who)
    found = {}
    for path in SCREENS[who]:
        page.goto(f"{language}{path}")
        if faults := page.evaluate(FAULTS):
            found[path] = faults
    assert found == {}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here: npm install axe-core, or AXE=…/axe.min.js")
@pytest.mark.parametrize("who", SCREENS)
def test_axe_finds_nothing_serious(visitor: Visitor, who: str) -> None:
    page = visitor(360)
    sign_in(page, who)
    found = {}
    for path in SCREENS[who]:
        page.goto(path)
        page.evaluate(AXE.read_text())
        said = page.evaluate("axe.run().then((result) => result.violations)")
        if bad := [_in_short(one) for one in said if one["impact"] in ("serious", "critical")]:
            found[path] = bad
    assert found == {}


def _in_short(violation: dict) -> str:  # type: ignore[type-arg]
    return f"{violation['id']}: {[node['html'][:100] for node in violation['nodes'][:2]]}"


def test_more_opens_without_scripts_and_leads_everywhere(visitor: Visitor, width: int) -> None:
    page = visitor(width, scripts=False)
    sign_in(page, "chitra@lakshmi.example")
    page.goto("/staff/")
    bar = page.locator(".staff-nav > a").filter(visible=True)
    assert bar.count() == (4 if width == 360 else 6)
    assert len({round(one.bounding_box()["y"]) for one in bar.all()}) == 1  # type: ignore[index]
    page.locator(".more summary").click()
    page.locator(".more-sheet").get_by_role("link", name="Settlements").click()
    expect(page.get_by_role("heading", level=1, name="Settlements")).to_be_visible()


def test_the_keyboard_is_enough_to_order(visitor: Visitor) -> None:
    page = visitor(1280)
    page.goto("/shelves/rice/")
    _tab_to(page, "Add ")
    page.keyboard.press("Enter")
    expect(page.locator(".basket-count").first).to_have_text("1")
    page.goto("/checkout/")
    for label, text in (
        ("Your name", "Meena Pillai"),
        ("Phone", "98450 12345"),
        ("House, street, area", "Flat 9, Rose Villa"),
        ("Pincode", "560038"),
    ):
        _tab_to(page, label)
        page.keyboard.type(text)
    _tab_to(page, "am –", "pm –")
    page.keyboard.press("Space")
    _tab_to(page, "Cash on delivery")
    page.keyboard.press("Space")
    _tab_to(page, "Place the order")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you! The shop has your order.")).to_be_visible()


def _tab_to(page: Page, *words: str) -> None:
    """Press Tab until what has the focus is called so."""
    name = """() => { const one = document.activeElement;
      return one.getAttribute("aria-label") || [...(one.labels || [])].map((l) => l.textContent).join(" ") || one.innerText || ""; }"""
    for _ in range(120):
        page.keyboard.press("Tab")
        if any(word in page.evaluate(name) for word in words):
            return
    raise AssertionError(f"the keyboard never came to {words}")

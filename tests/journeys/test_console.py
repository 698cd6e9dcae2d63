"""Esha's day at the console: the round, a question of the guide, an incident with its banner."""

import re

import pytest
from playwright.sync_api import Page, expect

from kirana.ops.briefly import KEPT_FOR
from tests.journeys.steps import Snap, Visitor, sign_in
from tests.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

ESHA = "esha@lakshmi.example"


@pytest.fixture
def esha(visitor: Visitor, width: int) -> Page:
    page = visitor(width)
    sign_in(page, ESHA)
    return page


def test_the_round_says_in_one_line_whether_all_is_well_and_names_what_is_not(
    shop: Shop, esha: Page, snap: Snap, width: int
) -> None:
    if width == 360:
        with pytest.raises(AssertionError, match="There is no backup"):
            shop.command("check_up")  # ends with 1 while something needs a person
    esha.goto("/staff/console/")
    said = esha.locator(".round-well h2")
    expect(said).to_be_in_viewport()
    snap(esha, "console-round")
    named = esha.locator(".round-item")
    needed = re.match(r"\d+", said.inner_text())
    assert named.count() == (int(needed[0]) if needed else 0)
    for item in named.all():
        expect(item.locator("h2")).not_to_be_empty()
        expect(item.get_by_role("link").first).to_be_visible()
    for well in ("The books", "The log"):
        assert well not in named.locator("h2").all_inner_texts()


def test_esha_answers_what_only_she_can_know(esha: Page, snap: Snap) -> None:
    esha.goto("/staff/console/")
    esha.get_by_role("link", name="Answer", exact=True).first.click()
    esha.locator(".guide-choice").first.click()
    esha.get_by_label("Note").fill("Looked at it this morning")
    esha.get_by_role("button", name="Sign the answer").click()
    answers = esha.locator("#question tbody tr")
    expect(answers.first).to_contain_text("Esha Menon")
    expect(answers.first).to_contain_text("Looked at it this morning")
    snap(esha, "console-answer")


def every_process_knows(page: Page) -> None:
    """Wait as long as the processes that did not make a change may go without knowing of it."""
    page.wait_for_timeout(KEPT_FOR * 1000 + 100)


def test_an_incident_is_on_every_page_until_it_is_over(visitor: Visitor, esha: Page, snap: Snap, width: int) -> None:
    words = f"Payments are slow just now ({width})."
    esha.goto("/staff/console/incidents/")
    esha.get_by_text("Declare an incident").click()
    esha.get_by_label("What happened").or_(esha.locator("#id_title")).first.fill(f"The bank is slow {width}")
    esha.locator("#id_message").fill(words)
    esha.get_by_role("button", name="Declare it").click()
    expect(esha.get_by_role("heading", level=1)).to_contain_text(f"The bank is slow {width}")
    asha = visitor(width, scripts=False)
    every_process_knows(esha)
    asha.goto("/")
    expect(asha.locator(".shop-notice").filter(has_text=words)).to_be_visible()
    snap(asha, "incident-banner")
    esha.get_by_role("button", name="It is over", exact=True).click()
    expect(esha.locator(".page-head .verdict")).to_have_text("Over")
    every_process_knows(esha)
    asha.reload()
    expect(asha.locator(".shop-notice").filter(has_text=words)).to_have_count(0)

"""The sample's report as a reader sees it: in a browser, on a phone and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from conftest import DemoRun
from lookalike.languages import say
from lookalike.report.page import CONTENTS

pytestmark = pytest.mark.xdist_group("demo")

MEGABYTE = 1_000_000
# What sticks out of the window; tables and the menu may scroll inside their own box.
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
    .filter(one => !one.closest('nav, .scroll, .chart'))
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture(params=[1150, 390], ids=["desk", "phone"])
def seen(request: pytest.FixtureRequest, browser, demo_run: DemoRun) -> Iterator:
    """The open page, what it complained of and what it asked for."""
    tab = browser.new_page(viewport={"width": request.param, "height": 900})
    complaints: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda one: asked.append(one.url))
    tab.goto((demo_run.out / "report.html").as_uri())
    yield tab, complaints, asked
    tab.close()


def test_it_loads_only_itself_and_without_complaint(seen, demo_run: DemoRun) -> None:
    _, complaints, asked = seen
    assert complaints == []
    assert asked == [(demo_run.out / "report.html").as_uri()]


def test_all_sections_are_visible_and_reached_from_the_menu(seen) -> None:
    tab, _, _ = seen
    for name in CONTENTS:
        if name == "changes":  # only after a second run
            continue
        assert tab.locator(f"section#{name} h2").inner_text() == str(say(f"titles.{name}"))
        assert tab.locator(f"section#{name}").is_visible()
        assert tab.locator(f"nav a[href='#{name}']").count() == 1


def test_nothing_sticks_out(seen) -> None:
    tab, _, _ = seen
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert tab.evaluate(STICKS_OUT) == []


def test_reasons_have_room_to_be_read(seen) -> None:
    tab, _, _ = seen
    assert tab.locator("ul.reasons").first.bounding_box()["width"] > 250


def test_it_is_small_and_opens_at_once(seen, demo_run: DemoRun) -> None:
    tab, _, _ = seen
    assert (demo_run.out / "report.html").stat().st_size < 8 * MEGABYTE
    loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    assert tab.evaluate(loaded) < 2000


def test_print_holds_the_details_too(browser, demo_run: DemoRun, tmp_path: Path) -> None:
    tab = browser.new_page()
    tab.goto((demo_run.out / "report.html").as_uri())
    tab.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, print_background=True)
    tab.close()
    pages = PdfReader(tmp_path / "report.pdf").pages
    assert {round(float(side)) for side in pages[0].mediabox[2:]} == {595, 842}  # A4
    text = " ".join("".join(one.extract_text() for one in pages).split())
    assert "companies match: 3 points" in text  # a reason of the criteria, folded away on the screen
    assert len(pages) < 20

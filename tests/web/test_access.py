"""Every page for everybody: at a desk and on a phone, light and dark, by keyboard and by screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lookalike.languages import say
from web.test_pages import PAGES

pytestmark = pytest.mark.xdist_group("demo")
ADDRESSES = [page for page in PAGES if "?" not in page or page.startswith(("/segments?", "/rankings?"))]
# What sticks out of the window; tables and the menu may scroll inside their own box.
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
    .filter(one => !one.closest('nav, .scroll, svg') && !one.matches('.skip, .hidden'))
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => one.outerHTML.slice(0, 80))"""
WAYS = {"desk": (1200, "light"), "phone": (400, "dark")}


@pytest.fixture(scope="module")
def address(serve, office: Path) -> str:
    return str(serve(office))


@pytest.fixture(scope="module", params=list(WAYS))
def tab(request: pytest.FixtureRequest, browser, address: str) -> Iterator:
    width, scheme = WAYS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address)
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()


@pytest.mark.parametrize("page", [*ADDRESSES, "/models?before=1&after=2", "/prospects?sort=x"])
def test_a_page_is_accessible_and_fits(tab, page):
    from axe_playwright_python.sync_playwright import Axe

    tab.complaints.clear()
    first = tab.request.get("/api/prospects?limit=1").json()["prospects"][0]
    tab.goto(page.replace("FIRST", first["prospect_id"]))
    for one in tab.locator("details").all():
        one.evaluate("one => { one.open = true }")
    found = Axe().run(tab).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, [(one["id"], [node["html"][:150] for node in one["nodes"][:3]]) for one in serious]
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert tab.evaluate(STICKS_OUT) == []
    assert [one for one in tab.complaints if "status of 422" not in one] == []


def test_the_keyboard_reaches_the_content_and_sees_where_it_is(tab):
    tab.goto("/prospects")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "q"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_swap_keeps_the_focus_and_is_announced(tab):
    tab.goto("/prospects")
    tab.focus("#f-grade")
    with tab.expect_response(lambda answer: "grade=B" in answer.url):
        tab.select_option("#f-grade", "B")
    tab.wait_for_function("document.getElementById('said').textContent !== ''")
    assert tab.evaluate("document.activeElement.id") == "f-grade"
    assert "grade=B" in tab.url
    with tab.expect_navigation():
        tab.go_back()
    tab.wait_for_url(lambda url: "grade=B" not in url)


def test_everything_works_without_a_script(browser, address):
    context = browser.new_context(java_script_enabled=False, base_url=address)
    tab = context.new_page()
    tab.goto("/prospects")
    tab.select_option("#f-grade", "B")
    tab.click(f"button:has-text('{say('app.apply')}')")
    assert "grade=B" in tab.url
    tab.click("a[rel=next]")
    assert "after=" in tab.url
    tab.click("th[aria-sort] a >> nth=1")
    assert "sort=" in tab.url
    tab.click(f"summary:has-text('{say('app.export')}')")
    tab.click(f".export button:has-text('{say('app.export')}')")
    tab.wait_for_load_state()
    assert tab.locator("a[download]").count() == 1
    tab.go_back()
    tab.click("tbody th a >> nth=0")
    assert "/company/" in tab.url
    tab.check(f"text={say('statuses.meeting')}")
    tab.click(f"button:has-text('{say('app.save')}') >> nth=0")
    assert str(say("statuses.meeting")) in tab.inner_text("ul.notes")
    tab.click(f"ul.notes button:has-text('{say('app.undo')}') >> nth=0")
    tab.wait_for_load_state()
    assert tab.locator("ul.notes").count() == 0
    context.close()

"""Analysts in a browser, at a desk and on a phone: criteria edited and undone, versions promoted and rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lookalike.languages import say
from web.conftest import watched

pytestmark = pytest.mark.xdist_group("demo")


def said(key: str, **values: object) -> str:
    return str(say(key, **values))


@pytest.fixture(scope="module")
def address(office: Path, serve) -> str:
    return str(serve(office))


@pytest.fixture(params=[1200, 400], ids=["desk", "phone"])
def tab(request: pytest.FixtureRequest, browser, address: str) -> Iterator:
    with watched(browser, 30.0, viewport={"width": request.param, "height": 900}, base_url=address) as opened:
        yield opened


def order(tab) -> list[str]:
    return tab.locator("#order tbody th").all_inner_texts()


def press(tab, name: str, within: str = "main") -> None:
    with tab.expect_navigation():
        tab.locator(f"{within} button", has_text=name).first.click()


def test_a_criterion_is_edited_and_the_order_moves_and_comes_back(tab) -> None:
    tab.goto("/segments")
    before = order(tab)
    with tab.expect_navigation():
        tab.locator("table.grid tbody tr").first.locator("td a").nth(1).click()
    assert tab.locator("#edit").is_visible()
    tab.locator('#edit input[value="0"]').check()
    tab.fill("#reason", "its market is closed to us")
    tab.fill("#author", "Kari")
    press(tab, said("app.save"), "#edit")
    assert order(tab) != before
    assert "Kari" in tab.locator(".undo").inner_text()
    press(tab, said("app.undo"), ".undo")
    assert order(tab) == before


def test_a_version_is_promoted_and_rolled_back(tab) -> None:
    tab.goto("/models")
    champion = tab.locator("tr", has=tab.locator(".chip.pass"))
    assert "nordlys@1" in champion.inner_text()
    press(tab, said("models_page.promote"))
    assert "nordlys@2" in champion.inner_text()
    press(tab, said("models_page.rollback"))
    assert "nordlys@1" in champion.inner_text()


def test_a_cell_of_the_map_shows_its_companies_without_leaving_the_page(tab) -> None:
    tab.goto("/rankings")
    tab.locator("table.map a").first.click()
    tab.wait_for_selector("#companies table.list tbody tr")
    assert "model=1&rules=1" in tab.url
    assert tab.locator("#said").inner_text() != ""

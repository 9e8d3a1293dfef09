"""A person's way through the app in a browser, from files to a ranked list and on; at a desk and on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lookalike.languages import say
from web.conftest import HOSTILE, watched, write_files

pytestmark = pytest.mark.xdist_group("walk")
LONG = 120_000  # milliseconds that work in the background may take on a busy machine


def said(key: str, **values: object) -> str:
    return str(say(key, **values))


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("walk") / "firm"


@pytest.fixture(scope="module")
def tab(browser, serve, project: Path) -> Iterator:
    project.mkdir()
    with watched(browser, 20.0, viewport={"width": 390, "height": 850}, base_url=serve(project)) as opened:
        yield opened


def press(tab, key: str, within: str = "main") -> None:
    """Press the first button that says this, and see the page that comes."""
    with tab.expect_navigation():
        tab.locator(f"{within} button", has_text=said(key)).first.click()


def ended(tab) -> None:
    """The work in the background is over, and the page shows it."""
    tab.wait_for_selector("[data-poll]", state="detached", timeout=LONG)
    tab.wait_for_load_state()


def test_files_become_a_project(tab, project: Path) -> None:
    tab.goto("/")
    assert tab.url.endswith("/data")
    tab.set_input_files("#files", [str(file) for file in write_files(project.parent / "exports")])
    press(tab, "start.upload")
    ended(tab)
    assert tab.locator("h3", has_text="deals.csv").count() == 1
    assert (project / "lookalike.toml").is_file()


def test_a_column_is_corrected_by_choosing(tab, project: Path) -> None:
    file = tab.locator("section", has=tab.locator("h3", has_text="prospects.csv"))
    file.locator("summary").click()
    file.locator('[name="means:Line"]').select_option("industry")
    with tab.expect_navigation():
        file.locator("button").first.click()
    ended(tab)
    settings = (project / "lookalike.toml").read_text("utf-8")
    assert settings.count('industry = "Line"') == 1
    assert "# Written by" in settings or settings.startswith("#")


def test_learning_ends_in_a_list(tab, project: Path) -> None:
    press(tab, "start.learn")
    tab.wait_for_selector("progress")
    ended(tab)
    tab.click(f"text={said('start.see')}")
    tab.goto("/prospects")
    assert tab.locator("tbody tr").count() == 30


def test_cancelling_leaves_the_list_whole(tab, project: Path) -> None:
    before = (project / "out" / "run.json").read_bytes()
    tab.goto("/data")
    press(tab, "start.learn")
    press(tab, "start.cancel")
    ended(tab)
    assert said("start.work_cancelled") in tab.inner_text("#work")
    assert (project / "out" / "run.json").read_bytes() == before
    assert json.loads((project / ".lookalike" / "work.json").read_text())["state"] == "cancelled"


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_a_hostile_name_is_text_and_nothing_else(tab, place):
    name = HOSTILE[place].strip("\u202e\u202c")  # signs that turn the text around are taken off
    tab.goto("/prospects?sort=name")
    written = tab.locator(f'a[href$="/company/P{20 + place}"]')
    assert written.inner_text().strip() == name
    written.click()
    tab.wait_for_url("**/company/*")
    assert tab.inner_text("h1").strip().startswith(name)
    assert "broken in" not in tab.title().replace(name, "")
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("page", ["week", "prospects?sort=name", "customer", "segments", "rankings?model=1&rules=1"])
def test_no_page_is_broken_by_such_names(tab, page):
    tab.goto(f"/{page}")
    assert "broken in" not in tab.title()
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_filter_is_exported_exactly(tab, project: Path) -> None:
    tab.goto("/prospects")
    with tab.expect_response(lambda answer: "q=prospect+1" in answer.url.lower()):
        tab.fill("#q", "Prospect 1")
    tab.wait_for_selector("tbody tr:nth-child(11)")
    assert tab.locator("tbody tr").count() == 11
    tab.click(f"summary:has-text('{said('app.export')}')")
    tab.select_option("#target", "hubspot")
    press(tab, "app.export")
    assert tab.inner_text("h1").startswith("11 ")
    with tab.expect_download() as download:
        tab.click("a[download]")
    lines = Path(download.value.path()).read_text("utf-8").splitlines()
    assert len(lines) == 12
    assert all("Prospect 1" in line for line in lines[1:])
    assert said("app.preflight") in tab.inner_text("main")


def test_no_fit_is_gone_after_the_next_run(tab, project: Path) -> None:
    tab.goto("/prospects")
    name = tab.inner_text("tbody th >> nth=0")
    tab.click("tbody th a >> nth=0")
    tab.check(f"text={said('statuses.not_a_fit')}")
    tab.fill("#why", "they build everything themselves")
    tab.fill("#status-by", "Kari")
    press(tab, "app.save")
    noted = tab.inner_text("ul.notes")
    assert "they build everything themselves" in noted
    assert "Kari" in noted
    tab.goto("/data")
    press(tab, "start.learn")
    ended(tab)
    tab.goto("/prospects")
    assert tab.locator("tbody tr").count() == 29
    assert name not in tab.locator("tbody th").all_inner_texts()
    tab.goto("/week")
    tab.click(f"dl.facts a:has-text('{name}')")
    tab.wait_for_url("**/company/*")
    assert f"{name} is not on the list: not a fit, as you noted" in tab.inner_text("main")
    assert tab.locator("ul.notes button").count() == 1
    tab.goto("/data")
    assert said("start.table_prospects") in tab.inner_text("main")


def test_a_point_by_hand_is_edited_in_place_and_the_order_told(tab, project: Path) -> None:
    tab.goto("/segments")
    with tab.expect_response(lambda answer: "criterion=" in answer.url):
        tab.locator("a[href*='criterion=']").first.click()
    tab.locator("#edit input[value='0']").check()
    tab.fill("#edit #reason", "they told us so")
    tab.fill("#edit #author", "Kari")
    press(tab, "app.save", "#edit")
    settings = (project / "lookalike.toml").read_text("utf-8")
    assert "they told us so" in settings
    assert settings.startswith("#")  # what stood there before stands there still


def test_a_version_is_promoted_and_rolled_back(tab, project: Path) -> None:
    tab.goto("/models")
    champion = tab.inner_text("tbody tr:has-text('champion') >> nth=0")
    press(tab, "models_page.promote")
    assert tab.inner_text("tbody tr:has-text('champion') >> nth=0") != champion
    press(tab, "models_page.rollback")
    assert tab.inner_text("tbody tr:has-text('champion') >> nth=0") == champion

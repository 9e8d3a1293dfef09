"""A person's way through the app in a browser, from files to a ranked list and on; at a desk and on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lookalike.languages import say
from web.conftest import write_files

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
    opened = browser.new_page(viewport={"width": 390, "height": 850}, base_url=serve(project))
    opened.set_default_timeout(20_000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert complaints == []


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
    for name in ("accounts.csv", "prospects.csv"):
        file = tab.locator("section", has=tab.locator("h3", has_text=name))
        file.locator("summary").click()
        file.locator('[name="means:Line"]').select_option("industry")
        with tab.expect_navigation():
            file.locator("button").first.click()
        ended(tab)
    settings = (project / "lookalike.toml").read_text("utf-8")
    assert settings.count('industry = "Line"') == 2
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

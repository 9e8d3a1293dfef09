"""The pages keep pace with the product: every setting, column, file and command is explained."""

from __future__ import annotations

import re
import tomllib

import pytest
from typer.main import get_command

from conftest import ROOT, DemoRun
from lookalike.cli import app
from lookalike.settings import Settings

SETTINGS_PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
OUTPUTS_PAGE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_the_settings_page_shows_every_key_and_its_default() -> None:
    shown = tomllib.loads(re.search(r"```toml\n(.*?)```", SETTINGS_PAGE, re.S)[1])
    Settings.model_validate(shown)
    for name, field in Settings.model_fields.items():
        assert name in shown, name
        section = field.annotation
        if hasattr(section, "model_fields") and name != "inputs":
            keys = set(section.model_fields) - ({"manual"} if name == "criteria" else set())
            assert keys <= set(shown[name]), f"[{name}] lacks {keys - set(shown[name])}"


def test_every_command_is_helped() -> None:
    def helped(command, path: str) -> None:
        for name, sub in getattr(command, "commands", {}).items():
            assert sub.help, f"{path} {name} says nothing of itself"
            helped(sub, f"{path} {name}")

    helped(get_command(app), "lookalike")


@pytest.mark.xdist_group("demo")
def test_every_output_is_explained(demo_run: DemoRun) -> None:
    for file in demo_run.out.iterdir():
        assert file.name in OUTPUTS_PAGE, file.name


def test_pages_are_listed() -> None:
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in listed, page.name

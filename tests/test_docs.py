"""The pages keep pace with the product: every setting, column, file and command is explained."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pyarrow.parquet as pq
import pytest
from typer.main import get_command

from conftest import ROOT, DemoRun
from lookalike.cli import app
from lookalike.settings import Settings

SETTINGS_PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
OUTPUTS_PAGE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
TABLES_PAGE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("m*/README.md"), *ROOT.glob("training/*/README.md")]
)
NAMED_ANEW = ("shap_", "points_")  # columns that are as many as features and criteria


def test_the_settings_page_shows_every_key_and_its_default() -> None:
    shown = tomllib.loads(re.search(r"```toml\n(.*?)```", SETTINGS_PAGE, re.S)[1])
    Settings.model_validate(shown)
    for name, field in Settings.model_fields.items():
        assert name in shown, name
        section = field.annotation
        if hasattr(section, "model_fields") and name != "inputs":
            keys = set(section.model_fields) - ({"manual"} if name == "criteria" else set())
            assert keys <= set(shown[name]), f"[{name}] lacks {keys - set(shown[name])}"


def commands(command: click.Command, path: str = "lookalike") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with what is typed to reach it."""
    inner = getattr(command, "commands", {})
    for name, sub in inner.items():
        yield from commands(sub, f"{path} {name}")
    if not inner or getattr(command, "invoke_without_command", False):
        yield path, command


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_helped_and_told_of(path: str) -> None:
    assert COMMANDS[path].help, f"{path} says nothing of itself"
    assert any(path in page.read_text(encoding="utf-8") for page in PAGES)
    for option in COMMANDS[path].params:
        assert getattr(option, "help", "") or option.name == "help", f"{path}: {option.name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_on_a_page_can_be_typed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```(?:bash|sh)\n(.*?)```", text, re.S)).splitlines()
    for line in [*blocks, *re.findall(r"`(lookalike [a-z][^`\n]*)`", text)]:
        typed = shlex.split(re.sub(r"[|>&].*|\.\.\.", "", line).removeprefix(".venv/bin/"), comments=True)
        if typed[:1] == ["lookalike"]:
            path = max((one for one in COMMANDS if typed[: len(one.split())] == one.split()), key=len)
            known = {name for option in COMMANDS[path].params for name in option.opts} | {"--help"}
            assert {one.split("=")[0] for one in typed if one.startswith("-")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", prose(page)):
        if "://" not in target:
            file = page.parent / target if target else page
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


def prose(page: Path) -> str:
    """A page without its examples."""
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in an address."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.xdist_group("demo")
def test_every_output_is_explained(demo_run: DemoRun) -> None:
    for file in demo_run.out.iterdir():
        assert file.name in OUTPUTS_PAGE, file.name


@pytest.mark.xdist_group("demo")
def test_every_column_of_the_list_and_the_tables_is_explained(demo_run: DemoRun) -> None:
    for file in [*demo_run.out.glob("*.parquet"), *(demo_run.out / "run").glob("*.parquet")]:
        if file.stem in ("companies", "known"):  # with all columns that the files have
            continue
        page = OUTPUTS_PAGE if file.stem in ("prospects", "said") else TABLES_PAGE
        columns = [name for name in pq.read_schema(file).names if not name.startswith(NAMED_ANEW)]
        assert not [name for name in columns if f"`{name}`" not in page], file.name


def test_pages_are_listed() -> None:
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in listed, page.name

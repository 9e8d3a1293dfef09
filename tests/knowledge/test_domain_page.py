"""The page that says where every method lives tells the truth: its modules and tests exist, and the tests know them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| [A-F]\d", line)]


def modules_of(row: list[str]) -> list[str]:
    return re.findall(r"`([a-z_/]+\.py)`", row[2])


def holders_of(row: list[str]) -> list[tuple[str, str]]:
    return re.findall(r"`([a-z_/]+test_[a-z_]+\.py)::(test_[a-z0-9_]+)`", row[3])


def named(row: list[str]) -> str:
    return f"{row[0].strip()} {row[1].strip()[:40]}"


def imported(test: Path) -> Iterator[str]:
    """Every module of the product that a test file imports by name."""
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_row_names_modules_and_tests_that_are_there(row: list[str]) -> None:
    assert modules_of(row)
    assert holders_of(row)
    for module in modules_of(row):
        assert (ROOT / "src" / "lookalike" / module).is_file(), module
    for file, test in holders_of(row):
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), test


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_the_holders_of_a_row_know_its_rooms(row: list[str]) -> None:
    """A test that never enters the room of a module cannot fail when the module breaks."""
    entered = {module for file, _ in holders_of(row) for module in imported(ROOT / "tests" / file)}
    for module in modules_of(row):
        dotted = f"lookalike.{module.removesuffix('.py').replace('/', '.')}"
        door = dotted.rpartition(".")[0]
        assert any(one == door or one.startswith((dotted, f"{door}.")) for one in entered), f"nobody enters {dotted}"


def test_every_section_of_the_sources_has_its_rows() -> None:
    rows = [row[0].strip()[0] for row in ROWS]
    assert {section: rows.count(section) for section in "ABCDEF"} == {"A": 13, "B": 9, "C": 10, "D": 14, "E": 5, "F": 2}

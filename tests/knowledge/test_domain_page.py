"""The page that says where every method lives tells the truth: its modules and tests exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
MODULES = sorted(set(re.findall(r"`([a-z_/]+\.py)`", PAGE)))
TESTS = sorted(set(re.findall(r"`([a-z_/]+test_[a-z_]+\.py)::(test_[a-z0-9_]+)`", PAGE)))


@pytest.mark.parametrize("module", MODULES)
def test_the_module_is_there(module: str) -> None:
    assert (ROOT / "src" / "lookalike" / module).is_file()


@pytest.mark.parametrize(("file", "test"), TESTS, ids=[test for _, test in TESTS])
def test_the_test_is_there(file: str, test: str) -> None:
    assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_every_section_of_the_sources_has_its_rows() -> None:
    rows = re.findall(r"^\| ([A-F])\d+ \|.*\|.*\|.*\|$", PAGE, re.M)
    assert {section: rows.count(section) for section in "ABCDEF"} == {"A": 13, "B": 9, "C": 8, "D": 11, "E": 5, "F": 2}

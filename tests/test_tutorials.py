"""The tutorials are walked as they are written, on the sample company."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, DemoRun

pytestmark = pytest.mark.xdist_group("demo")
PAGES = sorted((ROOT / "docs").glob("tutorial-*.md"))
NOTEBOOK = ROOT / "docs" / "tutorial-analysts.ipynb"
LONGEST = 60  # lines of one page
# Runs the cells of a notebook in one namespace and prints how it would show what stands last in each, cell by cell.
WALKER = """
import ast, json, sys

seen = {}
for source in json.load(sys.stdin):
    *before, last = ast.parse(source).body
    shown = isinstance(last, ast.Expr)
    exec(compile(ast.Module(before if shown else [*before, last], []), "<cell>", "exec"), seen)
    if shown:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), seen)
        if value is not None:
            print(getattr(value, "_repr_html_", value.__repr__)())
    print("<!-- next cell -->")
"""


def commands(page: Path) -> list[str]:
    return "".join(re.findall(r"```bash\n(.*?)```", page.read_text(encoding="utf-8"), re.S)).splitlines()


def run(arguments: list[str], home: Path, given: str = "") -> str:
    done = subprocess.run(arguments, cwd=home, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_there_is_a_page_for_each_kind_of_user() -> None:
    assert [page.stem for page in PAGES] == ["tutorial-marketing", "tutorial-sales"]
    assert all(len(page.read_text(encoding="utf-8").splitlines()) <= LONGEST for page in PAGES)
    assert sum(len(cell["source"]) for cell in notebook()) <= LONGEST


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_tutorial_works_as_written(page: Path, demo_run: DemoRun) -> None:
    shell = Path(sys.executable).parent / "lookalike"
    for command in commands(page):
        program, *arguments = shlex.split(command)
        assert program == "lookalike"
        assert run([str(shell), *arguments], demo_run.home).strip()


def notebook() -> list[dict[str, list[str]]]:
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (told["nbformat"], told["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in told["cells"]}) == len(told["cells"])
    assert not any(cell.get("outputs") for cell in told["cells"])
    return list(told["cells"])


def test_the_analysts_notebook_works_as_written_and_shows_what_it_finds(demo_run: DemoRun) -> None:
    cells = ["".join(cell["source"]) for cell in notebook() if cell["cell_type"] == "code"]
    shown = run([sys.executable, "-c", WALKER], demo_run.home, json.dumps(cells)).split("<!-- next cell -->")
    assert len(shown) == len(cells) + 1
    first, verdict, differ, one, *_, found, by_hand, _ = shown
    assert first.lstrip().startswith("<iframe")
    assert "of 773 deals that neither ranking had seen" in verdict
    assert all(side in verdict for side in ("model", "rules", "difference", "won_revenue@20"))
    assert differ.count("<tr>") == 6
    assert "employees" in one
    assert "past deals" in found
    assert "by hand" in by_hand

"""The tutorials are walked as they are written, on the sample company."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, DemoRun

pytestmark = pytest.mark.xdist_group("demo")
TUTORIALS = sorted((ROOT / "docs").glob("tutorial-*.md"))
LONGEST = 60  # lines of one page


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.S)


def run(arguments: list[str], home: Path) -> str:
    done = subprocess.run(arguments, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_there_is_a_page_for_each_kind_of_user() -> None:
    assert [page.stem for page in TUTORIALS] == ["tutorial-analysts", "tutorial-marketing", "tutorial-sales"]
    assert all(len(page.read_text(encoding="utf-8").splitlines()) <= LONGEST for page in TUTORIALS)


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_works_as_written(page: Path, demo_run: DemoRun) -> None:
    shell = Path(sys.executable).parent / "lookalike"
    for command in "".join(blocks(page, "bash")).splitlines():
        program, *arguments = shlex.split(command)
        assert program == "lookalike"
        assert run([str(shell), *arguments], demo_run.home).strip()
    code = "\n".join(blocks(page, "python"))
    assert not code or run([sys.executable, "-c", code], demo_run.home).strip()

"""What the README tells a newcomer to type works, in the order it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, DemoRun

pytestmark = pytest.mark.xdist_group("demo")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```bash\n(.*?)```", README, re.S) for line in block.splitlines() if line]


def test_make_does_what_the_readme_says() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert COMMANDS[:2] == ["make demo", "make test"]
    assert re.search(r"^demo: venv.*\n\t\$\(BIN\)/lookalike demo$", makefile, re.M)
    assert re.search(r"^test: dev.*\n\t\$\(BIN\)/python -m pytest", makefile, re.M)


def test_the_five_steps_work_as_written(demo_run: DemoRun) -> None:
    """`make demo` was done by the fixture; the other commands are run to the letter in the same folder."""
    steps = [command for command in COMMANDS if not command.startswith("make")]
    assert len(steps) >= 5
    for command in steps:
        program, *arguments = shlex.split(command)
        assert program == ".venv/bin/lookalike"
        done = subprocess.run(
            [str(Path(sys.executable).parent / "lookalike"), *arguments],
            cwd=demo_run.home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert (demo_run.home / "mycompany" / "out" / "report.html").stat().st_size > 50_000

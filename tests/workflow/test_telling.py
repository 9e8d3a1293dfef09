"""The report again: from what the run left alone, as it was, and in another language."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import DemoRun
from lookalike import workflow
from lookalike.project import load_project

pytestmark = pytest.mark.xdist_group("demo")


def test_the_report_again_is_the_report(demo_run: DemoRun, tmp_path: Path) -> None:
    shutil.copytree(demo_run.out, tmp_path / "out")
    shutil.copy(demo_run.project / "lookalike.toml", tmp_path)  # and no input
    told = workflow.report(load_project(tmp_path))
    for name, text in told.items():
        assert text == (demo_run.out / name).read_text("utf-8"), name


def test_the_report_is_told_in_another_language(demo_run: DemoRun) -> None:
    told = workflow.report(load_project(demo_run.project), "no")["report.md"]
    assert told != (demo_run.out / "report.md").read_text("utf-8")

"""Work that a test kills: done in a process of its own, without the report's drawings, which take longest."""

from __future__ import annotations

from pathlib import Path

from lookalike import workflow
from lookalike.project import load_project
from lookalike.workflow import learning, listing


def work(kind: str, home: Path) -> None:
    """Do `run` or `score` on the firm in `home`."""
    listing.pages = lambda documents, spoken: {"report.html": "", "report.md": ""}
    learning.in_diary = lambda trained, *rest: trained
    project = load_project(home / "firm")
    if kind == "run":
        workflow.run(project, home / "models", home / "mlruns")
    else:
        workflow.score(project, home / "models")

"""Work that a test kills: done in a process of its own, without the report's drawings, which take longest."""

from __future__ import annotations

import multiprocessing
import os
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path

from lookalike import workflow
from lookalike.amend import amend, section
from lookalike.companies.notes import Notes
from lookalike.languages import say
from lookalike.project import load_project
from lookalike.scorecard.versions import set_champion
from lookalike.workflow import learning, listing

MOMENTS = int(os.environ.get("KILLS", "10"))  # of each command
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["killing", "lookalike_training.run", "lookalike.ranking.order", "lookalike.runs.write"])


def work(kind: str, home: Path) -> None:
    """Do `run` or `score` on the firm in `home`."""
    listing.pages = lambda documents, spoken: {"report.html": "", "report.md": ""}
    learning.in_diary = lambda trained, *rest: trained
    project = load_project(home / "firm")
    if kind == "run":
        workflow.run(project, home / "models", home / "mlruns")
    else:
        workflow.score(project, home / "models")


def edit(kind: str, home: Path, done: Connection) -> None:
    """Change something small again and again, and tell of each change that is done."""
    for number in cycle((1, 2)):
        if kind == "promote":
            set_champion(home / "models", "firm", number)
        elif kind == "note":
            Notes(home / "firm").change({"prospect_id": "P3"}, "note", f"called {number} times")
        else:
            told = say("amend.plan", goal=None, capacity=number)
            amend(home / "firm", lambda file, n=number: section(file, "score").update({"capacity": n}), told)
        done.send(number)


def forget(home: Path, done: Connection) -> None:
    """Forget a company."""
    done.send(0)
    workflow.forget(load_project(home / "firm"), "P3", home / "models", home / "mlruns")

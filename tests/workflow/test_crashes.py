"""Whatever is killed while it changes something small, all that was told as done holds, and the next change works."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

import killing
from firm import lookalike
from killing import MOMENTS, SERVER
from lookalike.amend import amend, amendments, section, undo
from lookalike.companies.notes import Notes
from lookalike.languages import say
from lookalike.project import load_project
from lookalike.runs import opened
from lookalike.scorecard.store import load
from lookalike.scorecard.versions import find, history, set_champion, versions

EDITS = 0.02  # seconds within which edits are killed: some ten of them


def killed(work: Callable[..., None], within: float, *given: Any) -> list[int]:
    """What a process told as done before it was killed at a random moment."""
    here, there = SERVER.Pipe(duplex=False)
    child = SERVER.Process(target=work, args=(*given, there))
    child.start()
    there.close()
    told = [here.recv()]
    time.sleep(random.random() * within)
    child.kill()  # which is nothing where it has ended already
    child.join()
    return told + _rest(here)


def _rest(here: Connection) -> list[int]:
    told = []
    try:
        while here.poll():
            told.append(here.recv())
    except EOFError:
        pass
    return told


def test_a_champion_that_was_named_reigns(home: Path) -> None:
    models = home / "models"
    shutil.copytree(models / "firm" / "v1", models / "firm" / "v2")
    reigns = len(history(models, "firm"))
    for _ in range(MOMENTS):
        told = killed(killing.edit, EDITS, "promote", home)
        reigns += len(told)
        now = history(models, "firm")
        assert reigns <= len(now) <= reigns + 1  # the last may be done and not told
        reigns = len(now)
        assert find(models, "firm").name == f"v{now[-1]['version']}"
    set_champion(models, "firm", 1)
    assert [row["problem"] for row in versions(models)] == ["", ""]
    load(find(models, "firm"))


def test_a_note_that_was_taken_is_there(home: Path) -> None:
    noted = 0
    for _ in range(MOMENTS):
        noted += len(killed(killing.edit, EDITS, "note", home))
        now = len(Notes(home / "firm").history("P3"))
        assert noted <= now <= noted + 1
        noted = now
    Notes(home / "firm").change({"prospect_id": "P3"}, "status", "called")
    assert Notes(home / "firm").standing("P3")["status"].value == "called"


def test_settings_that_were_changed_are_whole(home: Path) -> None:
    for _ in range(MOMENTS):
        told = killed(killing.edit, EDITS, "setting", home)
        assert load_project(home / "firm").settings.score.capacity in (told[-1], 3 - told[-1])
        assert amendments(home / "firm")
    amend(home / "firm", lambda file: section(file, "score").update({"capacity": 7}), say("amend.nothing"))
    assert load_project(home / "firm").settings.score.capacity == 7
    undo(home / "firm")
    assert load_project(home / "firm").settings.score.capacity in (1, 2)


@pytest.mark.parametrize("moment", range(max(3, MOMENTS // 3)))
def test_a_company_that_was_half_forgotten_is_forgotten_by_doing_it_again(home: Path, moment: int) -> None:
    killed(killing.forget, 1.5, home)
    assert len(opened(home / "firm" / "out").documents().prospects) in (19, 20)
    load(find(home / "models", "firm"))
    again = lookalike("forget", "firm", "P3")
    done = "no company" in again.stderr or again.exit_code == 0
    assert done, again.output
    assert "P3" not in opened(home / "firm" / "out").documents().prospects["prospect_id"].tolist()
    assert lookalike("score", "firm").exit_code == 0
    assert "P3" not in opened(home / "firm" / "out").documents().prospects["prospect_id"].tolist()
    assert not [path for path in (home / "models" / "firm").iterdir() if path.name.startswith(".draft")]

"""Whatever stops a command, and whoever else writes there, the output folder holds one whole run."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import Result

import killing
from firm import lookalike
from killing import MOMENTS, SERVER
from lookalike import workflow
from lookalike.errors import InputError
from lookalike.project import load_project
from lookalike.runs import lock


def content(folder: Path) -> dict[str, str]:
    """Every file with what it holds."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def listed(folder: Path) -> set[str]:
    return set(json.loads((folder / "run.json").read_text("utf-8"))["files"])


@pytest.mark.parametrize("kind", ["run", "score"])
def test_a_kill_at_any_moment_leaves_the_last_run_or_the_new_one(kind: str, home: Path) -> None:
    out, rng, took = home / "firm" / "out", random.Random(7), 0.0
    for moment in range(MOMENTS + 1):
        before, start = content(out), time.perf_counter()
        child = SERVER.Process(target=killing.work, args=(kind, home))
        child.start()
        child.join(None if not moment else took * rng.random())  # the first may end
        if child.is_alive():
            os.kill(child.pid, 9)
        child.join()
        took = took or time.perf_counter() - start
        if content(out) == before:
            continue
        assert set(content(out)) == listed(out)
        assert pd.read_parquet(out / "prospects.parquet")["rank"].tolist() == list(range(1, 21))
        assert len(pd.read_parquet(out / "promises.parquet")) == 20
    done = lookalike("score", "firm")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (home / "firm").iterdir() if path.name.startswith(".")] == [".out.lock"]


def test_two_at_once_end_with_one_whole_run_and_a_version_each(home: Path) -> None:
    both = [SERVER.Process(target=killing.work, args=("run", home)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert set(content(home / "firm" / "out")) == listed(home / "firm" / "out")
    ended = [one.exitcode for one in both]
    assert 0 in ended
    versions = [path.name for path in (home / "models" / "firm").iterdir() if path.is_dir()]
    assert len(versions) == 1 + ended.count(0)


def test_a_second_command_is_told_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.05)
    with lock.reserved(home / "firm" / "out"):
        done = lookalike("score", "firm")
    assert done.exit_code == 1
    assert "another command is writing there" in done.stderr


def test_a_project_is_no_output_folder(home: Path) -> None:
    before = content(home / "firm")
    done = lookalike("score", "firm", "--out", "firm")
    assert done.exit_code == 1
    assert "files that are of no former run" in done.stderr
    assert {name: found for name, found in content(home / "firm").items() if name in before} == before


def test_a_linked_folder_and_a_file_of_somebody_else_stay(home: Path) -> None:
    shutil.move(home / "firm" / "out", home / "elsewhere")
    (home / "firm" / "out").symlink_to(home / "elsewhere")
    (home / "elsewhere" / "notes.txt").write_text("precious")
    before = content(home / "elsewhere")
    done = lookalike("score", "firm")
    assert done.exit_code == 0, done.output
    assert (home / "firm" / "out").is_symlink()
    assert (home / "elsewhere" / "notes.txt").read_text() == "precious"
    assert content(home / "elsewhere") != before
    assert set(content(home / "elsewhere")) == listed(home / "elsewhere") | {"notes.txt"}


class Stop(Exception):
    """Somebody asked for the work to end."""


@pytest.mark.parametrize("share", [0.1, 0.5, 0.85])
def test_what_the_callback_raises_stops_the_work_and_changes_nothing(home: Path, share: float) -> None:
    def tell(doing: object, done: float) -> None:
        if done >= share:
            raise Stop

    before = content(home / "firm" / "out")
    project = load_project(home / "firm")
    with pytest.raises(Stop):
        workflow.score(project, home / "models", progress=tell)
    assert content(home / "firm" / "out") == before
    workflow.compare(project)


def test_a_finished_run_answers_without_its_inputs_and_says_what_changed(home: Path) -> None:
    def answers() -> list[Result]:
        asked = ("explain", "firm", "P3"), ("export", "firm", "--to", "csv"), ("compare", "firm")
        told = [lookalike(*one) for one in asked]
        assert [one.exit_code for one in told] == [0, 0, 0], told[0].output
        return told

    assert not [one for one in answers() if "since this list was made" in one.output]
    for name in ("accounts", "deals", "prospects"):
        os.utime(home / "firm" / f"{name}.csv")  # touched is not changed
    assert not [one for one in answers() if "since this list was made" in one.output]
    for name in ("accounts", "deals", "prospects"):
        (home / "firm" / f"{name}.csv").unlink()
    with (home / "firm" / "lookalike.toml").open("a") as file:
        file.write("\n[score]\ncapacity = 5\n")
    for one in answers():
        assert "accounts.csv, deals.csv and prospects.csv were changed since this list was made" in one.output
        assert "the settings were changed since this list was made" in one.output


def test_a_run_that_is_gone_says_what_to_do(home: Path) -> None:
    shutil.rmtree(home / "firm" / "out")
    with pytest.raises(InputError, match=r"no finished run.*lookalike run PROJECT"):
        workflow.compare(load_project(home / "firm"))


def test_an_export_overwrites_no_input_and_linkedin_gets_whom_to_leave_out(home: Path) -> None:
    inputs = sorted((home / "firm").glob("*.csv"))
    before = [file.read_bytes() for file in inputs]
    for asked in (("export", "firm", "--to", "csv"), ("explain", "firm", "P3")):
        option = "--file" if asked[0] == "export" else "--html"
        refused = lookalike(*asked, option, str(inputs[0]))
        assert (refused.exit_code, "one of the project's own inputs" in refused.output) == (1, True)
    assert [file.read_bytes() for file in inputs] == before
    done = lookalike("export", "firm", "--to", "linkedin", "--file", "ads.csv")
    assert done.exit_code == 0, done.output
    assert "ads-exclude.csv" in done.output
    assert (home / "ads-exclude.csv").read_text().startswith('"companyname"')

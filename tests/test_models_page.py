"""The page about the models: its commands work as written, and nothing leaves the machine on the way."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import ROOT, DemoRun, only_this_machine
from lookalike.cli import app
from lookalike.scorecard.store import load, save
from lookalike.scorecard.tables.scorecard import Scorecard
from lookalike.scorecard.versions import find, version_folder

pytestmark = pytest.mark.xdist_group("demo")
PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```bash\n(.*?)```", PAGE, re.S) for line in block.splitlines() if line]


@pytest.fixture
def home(demo_run: DemoRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample after its first run, with a second version that forgot half of what it had learned."""
    shutil.copytree(demo_run.home / "models", tmp_path / "models")
    (tmp_path / "mlruns").mkdir()
    shutil.copy(demo_run.home / "mlruns" / "mlflow.db", tmp_path / "mlruns")
    shutil.copytree(demo_run.project, tmp_path / "demo", ignore=shutil.ignore_patterns("out"))
    listed = tmp_path / "demo" / "prospekter.csv"
    rows = listed.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    listed.write_text("".join(rows[:600]), encoding="utf-8")
    first = load(find(tmp_path / "models", "nordlys"))
    forgetful = Scorecard(first.rank.features, first.rank.tables[::2], first.rank.base)
    save(replace(first, version=2, rank=forgetful), version_folder(tmp_path / "models", "nordlys", 2))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_work_as_written(home: Path) -> None:
    said = {}
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        assert program == "lookalike"
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, f"{command}\n{done.output}"
        said[" ".join(arguments[:2]) + " --json" * ("--json" in arguments)] = done.stdout
    assert "nordlys@1 (champion)" in said["models list"]
    assert "nordlys@2 (challenger)" in said["models list"]
    assert re.search(r"Of \d+ prospects \d+ rise and \d+ fall in grade", said["models diff"])
    assert "nordlys@2: on deals that neither had seen, it does exactly as nordlys@1 does." in said["models diff"]
    told = json.loads(said["models diff --json"])
    assert (told["before"], told["after"]) == ("nordlys@1", "nordlys@2")
    assert all(row["why"]["fact"] for row in told["rows"] if row["change"] in ("up", "down"))
    assert "nordlys v2 is the champion." in said["models promote"]
    assert "nordlys v1 is the champion again. v2, champion since " in said["models rollback"]


def test_without_a_project_the_versions_alone_are_compared(home: Path) -> None:
    shutil.rmtree(home / "demo")
    done = CliRunner().invoke(app, ["models", "diff", "nordlys@1", "nordlys@2"], catch_exceptions=False)
    assert "say whose prospects to rank: --project DIR" in done.stdout
    assert "closed deals" in done.stdout


def test_without_prospects_the_versions_alone_are_compared(home: Path) -> None:
    settings = home / "demo" / "lookalike.toml"
    settings.write_text(re.sub("(?m)^prospects.*", "", settings.read_text(encoding="utf-8")), encoding="utf-8")
    done = CliRunner().invoke(app, ["models", "diff", "nordlys@1", "nordlys@2"], catch_exceptions=False)
    assert "nordlys has no prospects to rank" in done.stdout
    assert "closed deals" in done.stdout


def test_a_list_without_what_the_model_reads_is_refused(home: Path) -> None:
    for name in ("kunder.csv", "prospekter.csv"):  # what the accounts lack would be taken from the list
        file = home / "demo" / name
        file.write_text(file.read_text(encoding="utf-8-sig").replace("Vekst siste år", "Ukjent", 1), encoding="utf-8")
    done = CliRunner().invoke(app, ["score", "demo"])
    assert done.exit_code == 1
    assert "prospekter.csv: the model reads 'growth'" in done.stderr
    assert "[columns.prospects]\ngrowth =" in done.stderr


def test_several_projects_of_the_name_are_refused(home: Path) -> None:
    (home / "other").mkdir()
    shutil.copy(home / "demo" / "lookalike.toml", home / "other")
    done = CliRunner().invoke(app, ["models", "diff", "nordlys@1", "nordlys@2"])
    assert done.exit_code == 1
    assert "2 projects called 'nordlys'" in done.stderr


def test_nothing_leaves_the_machine(demo_run: DemoRun) -> None:
    """The whole job, training and its diary included, ran where no other machine could be reached."""
    assert demo_run.reached == ()
    with only_this_machine() as reached, pytest.raises(OSError, match="is not on this machine"):
        socket.create_connection(("lookalike.invalid", 443), timeout=1)
    assert reached == ["lookalike.invalid"]

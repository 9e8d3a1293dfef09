"""What the app shows of rankings, settings of today, versions and notes, the command line prints too."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from conftest import DemoRun
from lookalike import workflow
from lookalike.cli import app
from lookalike.companies.notes import Notes
from lookalike.languages import say
from lookalike.project import load_project

pytestmark = pytest.mark.xdist_group("demo")


def printed(demo_run: DemoRun, *command: str) -> str:
    result = CliRunner().invoke(app, [*command, "--models", str(demo_run.home / "models")], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_both_rankings_are_printed_as_the_page_shows_them(demo_run: DemoRun) -> None:
    project = load_project(demo_run.project)
    found = workflow.rank_map(project, 1, 2)
    told = printed(demo_run, "compare", str(demo_run.project), "--tenths", "1", "2", "--missed")
    assert str(say("rankings.chosen", n=found["chosen"], model=1, rules=2)) in told
    assert found["rows"][0]["name"] in told
    assert workflow.missed(project, demo_run.home / "models")["rows"][0]["name"] in told


def test_what_todays_settings_would_change_is_printed(demo_run: DemoRun) -> None:
    told = printed(demo_run, "compare", str(demo_run.project), "--try")
    assert str(say("trial.same")) in told
    assert workflow.sections(load_project(demo_run.project))["plan_sentence"] in told


def test_all_of_it_is_there_for_programs(demo_run: DemoRun) -> None:
    told = json.loads(printed(demo_run, "compare", str(demo_run.project), "--map", "--missed", "--try", "--json"))
    assert set(told) == {"comparison", "map", "missed", "rules", "plan", "lists"}
    assert told["rules"]["grid"]
    assert sum(map(sum, told["map"]["counts"])) == told["map"]["companies"]


def test_the_versions_of_a_project_are_printed_with_what_the_gate_said(demo_run: DemoRun) -> None:
    told = printed(demo_run, "models", "list", "--project", str(demo_run.project))
    assert "nordlys@1 (champion)" in told
    assert "Promoted: it is the first version." in told


def test_what_was_noted_of_a_company_is_printed_with_it(demo_run: DemoRun) -> None:
    notes, ids = Notes(demo_run.project), workflow.rank_map(load_project(demo_run.project), 1, 1)["rows"]
    change = notes.change({"prospect_id": ids[0]["prospect_id"]}, "status", "called", "no answer", "Kari")
    told = printed(demo_run, "explain", str(demo_run.project), ids[0]["prospect_id"])
    notes.undo(change)
    assert "called (no answer; Kari)" in told

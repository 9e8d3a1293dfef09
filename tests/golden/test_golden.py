"""What an earlier release wrote is read by this one, and says the same: its settings, its model and its run."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import lookalike as product
from firm import lookalike
from lookalike import workflow
from lookalike.languages import LANGUAGES, language
from lookalike.project import load_project
from lookalike.runs import opened
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import load

HERE = Path(__file__).parent
RELEASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "project").is_dir())
FIGURES = ["score", "similarity", "win_probability", "deal_value", "expected_value", "rule_points", "rule_max"]


@pytest.fixture(params=RELEASES)
def kept(request: pytest.FixtureRequest) -> Path:
    """What a release left; read only."""
    return HERE / request.param


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    """A copy of it, to work on."""
    return shutil.copytree(kept, tmp_path / "home")


def test_this_release_left_something_too() -> None:
    assert product.__version__ in RELEASES, "make golden"


def test_its_model_scores_as_it_did(kept: Path) -> None:
    run = opened(kept / "project" / "out")
    told = run.ranked()
    bundle = load(kept / "models" / "golden" / "v1")
    now = score_frame(bundle, run.companies())
    np.testing.assert_allclose(now[FIGURES], told[FIGURES], rtol=0, atol=1e-9)
    assert now["segment"].fillna("").tolist() == told["segment"].fillna("").tolist()


@pytest.mark.parametrize("code", LANGUAGES)
def test_its_run_is_told_in_every_language(kept: Path, code: str) -> None:
    documents = opened(kept / "project" / "out").documents()
    told = language(code).told(documents.records)
    assert "[" not in told["summary"]["headline"]
    assert opened(kept / "project" / "out").told(language(code))["reasons_for"].map(len).max() > 0


def test_its_settings_are_read_and_its_companies_explained(kept: Path) -> None:
    project = load_project(kept / "project")
    first = opened(project.out).ranked(["prospect_id", "score"]).iloc[0]
    explained = workflow.explain(project, first["prospect_id"], kept / "models")
    assert explained.prospect["score"] == pytest.approx(first["score"], abs=1e-9)


def test_its_model_ranks_its_list_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    before = pd.read_parquet(home / "project" / "out" / "prospects.parquet").set_index("prospect_id")
    done = lookalike("score", "project")
    assert done.exit_code == 0, done.output
    now = pd.read_parquet(home / "project" / "out" / "prospects.parquet").set_index("prospect_id")
    assert sorted(now.index) == sorted(before.index)
    assert lookalike("export", "project", "--to", "csv").exit_code == 0

"""A clean register goes through the shell to a ranked list that agrees with the ordinary run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conftest import DemoRun
from lookalike.cli import app
from lookalike.companies import Companies

pytestmark = pytest.mark.xdist_group("demo")


def test_a_register_gets_the_scores_of_the_ordinary_run(
    demo_run: DemoRun, sample_companies: Companies, tmp_path: Path
) -> None:
    clean = sample_companies.prospects
    (tmp_path / "register").mkdir()
    clean.to_parquet(tmp_path / "register" / "clean.parquet", index=False)
    command = ["score", str(demo_run.project), "--prospects", str(tmp_path / "register"), "--no-shap"]
    where = ["--models", str(demo_run.home / "models"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, [*command, *where], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert f"{len(clean):,} companies of a register" in result.output
    assert "not taken out" in result.output
    ours = pd.read_parquet(tmp_path / "out" / "prospects.parquet")
    ordinary = pd.read_parquet(demo_run.out / "prospects.parquet")
    assert ours.columns.tolist() == [name for name in ordinary.columns if not name.startswith("shap_")]
    both = ours.merge(ordinary, on="prospect_id")
    assert len(both) == len(ordinary)
    pd.testing.assert_series_equal(both["score_x"], both["score_y"], check_names=False, atol=0.011)
    assert (both["tier_x"] == both["tier_y"]).all()

"""The main job on the sample company, from the shell to the files, against the truth that was planted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import spearmanr
from typer.testing import CliRunner

from conftest import DemoRun
from lookalike.cli import app
from lookalike.sample import write_sample
from lookalike.schema import AGREEMENT, CRITERIA, GRADES, RELATIONS, TIERS

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def prospects(demo_run: DemoRun) -> pd.DataFrame:
    return pd.read_parquet(demo_run.out / "prospects.parquet")


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory):
    return write_sample(tmp_path_factory.mktemp("truth") / "demo")


def table(run: DemoRun, name: str) -> pd.DataFrame:
    return pd.read_csv(run.out / f"{name}.csv")


def record(run: DemoRun, name: str) -> dict:
    return json.loads((run.out / f"{name}.json").read_text("utf-8"))


def test_every_input_row_is_somewhere(demo_run: DemoRun, prospects: pd.DataFrame) -> None:
    left_out = pd.concat([table(demo_run, "excluded"), table(demo_run, "rejected")])
    assert len(prospects) + len(left_out) == 20_000
    assert not left_out["row"].duplicated().any()
    assert left_out["reason"].notna().all()


def test_no_customer_and_nobody_who_opted_out_is_on_the_list(prospects: pd.DataFrame, truth) -> None:
    planted = {reason: set(ids) for reason, ids in truth.planted.items()}
    on_the_list = set(prospects["prospect_id"])
    for reason in ("customer", "opted_out", "open_deal", "competitor", "own", "dissolved"):
        assert planted[reason], reason
        assert not planted[reason] & on_the_list, reason


def test_the_list_follows_the_true_win_probability(prospects: pd.DataFrame, truth) -> None:
    true = prospects["prospect_id"].map(truth.win_probability)
    assert spearmanr(prospects["win_probability"], true).statistic > 0.5
    assert true.head(500).mean() > 1.3 * true.mean()


def test_columns_keep_their_contract(prospects: pd.DataFrame) -> None:
    assert prospects["rank"].tolist() == list(range(1, len(prospects) + 1))
    assert prospects["score"].between(0, 100).all()
    assert prospects["score"].is_monotonic_decreasing
    assert set(prospects["grade"]) <= set(GRADES)
    assert set(prospects["tier"]) <= set(TIERS)
    assert set(prospects["relation"]) <= set(RELATIONS)
    assert set(prospects["agreement"]) <= set(AGREEMENT)
    assert {f"points_{criterion}" for criterion in CRITERIA} <= set(prospects)
    raw = prospects.filter(regex="^shap_").sum(axis=1)
    assert raw.diff().dropna().max() <= 1e-4


def test_the_planted_traits_are_the_top_reasons(demo_run: DemoRun, prospects: pd.DataFrame, truth) -> None:
    traits = {trait["attribute"] for trait in record(demo_run, "icp")["traits"]}
    assert len(traits & {"industry", "industry_code", "employees", "technologies"}) >= 2
    words = " ".join(" ".join(reasons) for reasons in prospects["reasons_for"].head(100))
    assert "employees" in words
    assert not [noise for noise in truth.noise if noise in traits]


def test_the_leak_is_refused_by_name(demo_run: DemoRun, truth) -> None:
    refused = {leak["column"]: leak["rule"] for leak in record(demo_run, "metrics")["leaks"]}
    for leak in truth.leaks:
        assert leak in refused
    assert "Kontraktsnr" in demo_run.output


def test_scoring_needs_nothing_but_the_bundle(demo_run: DemoRun, prospects: pd.DataFrame, tmp_path: Path) -> None:
    shutil.copytree(demo_run.home / "models", tmp_path / "models")
    where = ["--models", str(tmp_path / "models"), "--out", str(tmp_path / "again")]
    result = CliRunner().invoke(app, ["score", str(demo_run.project), *where], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    again = pd.read_parquet(tmp_path / "again" / "prospects.parquet")
    pd.testing.assert_frame_equal(again, prospects)
    compared = CliRunner().invoke(app, ["compare", str(demo_run.project), *where[2:]], catch_exceptions=False)
    assert record(demo_run, "comparison")["verdict"].split(".")[0] in " ".join(compared.output.split())
    assert f"--out {tmp_path / 'again'}" in " ".join(result.output.split())


def test_a_list_without_a_column_of_the_model_is_told_by_file_and_column(demo_run: DemoRun, tmp_path: Path) -> None:
    whole = pd.read_csv(demo_run.project / "prospekter.csv", sep=None, engine="python", dtype=str, nrows=300)
    whole.drop(columns="Antall ansatte").to_csv(tmp_path / "short.csv", index=False)
    where = ["--models", str(demo_run.home / "models"), "--out", str(tmp_path / "out")]
    arguments = ["score", str(demo_run.project), "--prospects", str(tmp_path / "short.csv"), *where]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "short.csv: the model reads 'employees' (people employed)" in " ".join(result.output.split())


def test_the_summary_says_what_to_do_next(demo_run: DemoRun) -> None:
    assert "report.html" in demo_run.output
    assert "Next:" in demo_run.output


@pytest.mark.parametrize("target", ["csv", "xlsx", "hubspot", "salesforce", "linkedin"])
def test_exports_are_written(demo_run: DemoRun, target: str, tmp_path: Path) -> None:
    file = tmp_path / f"list.{'xlsx' if target == 'xlsx' else 'csv'}"
    arguments = ["export", str(demo_run.project), "--to", target, "--grade", "A", "--file", str(file)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert file.stat().st_size > 1000


def test_one_company_is_explained(demo_run: DemoRun, prospects: pd.DataFrame) -> None:
    first = prospects.iloc[0]
    arguments = ["explain", str(demo_run.project), first["prospect_id"], "--models", str(demo_run.home / "models")]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert first["reasons_for"][0] in " ".join(result.output.split())


def test_an_unknown_company_gets_a_clear_answer(demo_run: DemoRun) -> None:
    arguments = ["explain", str(demo_run.project), "Nobody Ltd", "--models", str(demo_run.home / "models")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "Nobody Ltd" in result.output


def test_a_champion_is_listed(demo_run: DemoRun) -> None:
    result = CliRunner().invoke(app, ["models", "list", "--models", str(demo_run.home / "models")])
    assert result.exit_code == 0
    assert "nordlys@1 (champion)" in result.output

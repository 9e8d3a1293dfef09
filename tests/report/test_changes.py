"""What changed since the last run, read from what that run left behind."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from conftest import DemoRun
from lookalike.companies import Companies
from lookalike.report.changes import changes
from lookalike.runs.folder import FORMAT
from lookalike.runs.run import Run, opened
from lookalike.scorecard.store import Bundle, load
from lookalike.scorecard.versions import find
from lookalike.settings import Score

pytestmark = pytest.mark.xdist_group("demo")
NOBODY = pd.DataFrame({"id": [], "reason": [], "detail": []})


@pytest.fixture(scope="module")
def ranked(demo_run: DemoRun) -> pd.DataFrame:
    return opened(demo_run.out).ranked()


@pytest.fixture(scope="module")
def bundle(demo_run: DemoRun) -> Bundle:
    return load(find(demo_run.home / "models", "nordlys"))


class Last(Run):
    """A run that left this list behind."""

    def __init__(self, listed: pd.DataFrame, model: str, fingerprint: str) -> None:
        super().__init__(Path(), {"format": FORMAT, "files": [], "model": model, "fingerprint": fingerprint})
        object.__setattr__(self, "listed", listed)

    def ranked(self, columns=None) -> pd.DataFrame:
        return self.listed[columns]

    def table(self, name: str) -> pd.DataFrame:
        return {"excluded": NOBODY}[name]


def test_a_first_run_has_nothing_to_compare_with(tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle) -> None:
    assert changes(None, ranked, NOBODY, ranked, bundle, tmp_path, Score()) == {}


def test_a_last_run_that_cannot_be_read_is_not_compared_with(
    tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle, demo_run: DemoRun
) -> None:
    about = opened(demo_run.out).about
    shutil.copytree(demo_run.out, tmp_path / "out")
    (tmp_path / "out" / "run" / "said.parquet").write_bytes(b"PAR1")
    for last in (Run(demo_run.out, about | {"format": None}), Run(tmp_path / "out", about)):
        assert changes(last, ranked, NOBODY, ranked, bundle, tmp_path, Score()) == {}


def test_the_same_run_again_changes_nothing(tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle) -> None:
    last = Last(ranked, f"nordlys@{bundle.version}", bundle.fingerprint)
    told = changes(last, ranked, NOBODY, ranked, bundle, tmp_path, Score())
    assert told["rows"] == []
    assert not any(told["counts"].values())


def test_who_entered_and_who_left_is_named_up_to_fifty_of_each(
    tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle
) -> None:
    last = Last(ranked.iloc[70:], f"nordlys@{bundle.version}", bundle.fingerprint)
    told = changes(last, ranked.iloc[:-3], NOBODY, ranked, bundle, tmp_path, Score())
    assert told["counts"]["entered"] == {"input": 70}
    assert told["counts"]["left"] == {"input": 3}
    entered = [row["prospect_id"] for row in told["rows"] if row["change"] == "entered"]
    assert entered == ranked["prospect_id"].head(50).tolist()


@pytest.mark.parametrize("moved", ["before", "now"])
def test_the_former_model_tells_new_data_from_a_new_model(
    moved: str, tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle, demo_run: DemoRun, sample_companies: Companies
) -> None:
    """A score that differs from what the former model says today moved by data; one it never gave, by the new model."""
    other = ranked.copy()
    place = other.index[other["grade"] == "C"][0]
    other.loc[place, ["score", "grade"]] = [0.0, "D"]
    before, present = (other, ranked) if moved == "before" else (ranked, other)
    last = Last(before, f"nordlys@{bundle.version}", bundle.fingerprint)
    new = replace(bundle, version=bundle.version + 1, fingerprint="new")
    told = changes(last, present, NOBODY, sample_companies.prospects, new, demo_run.home / "models", Score())
    (row,) = told["rows"]
    expected = ("up", "data") if moved == "before" else ("down", "model")
    assert (row["prospect_id"], row["change"], row["cause"]) == (other["prospect_id"][place], *expected)


def test_a_former_model_that_is_gone_is_no_obstacle(tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle) -> None:
    last = Last(ranked, "nordlys@99", "gone")
    assert changes(last, ranked, NOBODY, ranked, bundle, tmp_path, Score())["former"] == "nordlys@99"


def test_another_model_of_the_same_name_and_version_has_no_say(
    tmp_path: Path, ranked: pd.DataFrame, bundle: Bundle, demo_run: DemoRun, sample_companies: Companies
) -> None:
    """Two folders of models may both hold a version of this name: the fingerprint tells them apart."""
    other = ranked.assign(score=0.0)
    other.loc[other.index[other["grade"] == "C"][0], "grade"] = "D"
    last = Last(other, f"nordlys@{bundle.version}", "another")
    told = changes(last, ranked, NOBODY, sample_companies.prospects, bundle, demo_run.home / "models", Score())
    assert [row["cause"] for row in told["rows"]] == ["data"]

"""One list tells one story: what is said of it in several places is said alike, on the sample and on other seeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import DemoRun
from lookalike.project import load_project
from lookalike.runs import NAMES, Inputs, reserved
from lookalike.sample import write_sample
from lookalike.workflow.learning import learn
from lookalike.workflow.listing import write_list
from lookalike.workflow.reading import read

SEEDS = (11, 12, 13, 14, 15)
LISTED = 12_000  # companies, of which the first hundred are the very best
FIRST = 100


def record(out: Path, name: str) -> Any:
    return json.loads((out / f"{name}.json").read_text("utf-8"))


def story_of(out: Path) -> None:
    """Read a run as a sales leader does, from the first page to the list, and hold each figure against the others."""
    listed = pd.read_parquet(out / "prospects.parquet").sort_values("rank")
    comparison, plan, summary = (record(out, name) for name in ("comparison", "plan", "summary"))
    first, best = listed.head(FIRST), comparison["grades"][0]
    assert (first["tier"] == "do-or-die").mean() >= 0.8
    profile = {trait["value"] for trait in record(out, "icp")["traits"] if trait["attribute"] == "industry"}
    assert profile & set(first["industry"].value_counts().index[:2])
    assert summary["headline"].startswith(f"{len(listed):,} companies are ranked; the first {best['companies']:,} ")
    assert str(listed["name"].iloc[0]).rstrip(".") in summary["headline"]

    ours = comparison["choices"][0]
    assert ours["calls"] == best["companies"] == (listed["grade"] == "A").sum()
    assert ours["expected_value"] == pytest.approx(best["expected_value"])
    assert ours["win_probability"] == pytest.approx(best["win_rate"]["value"], abs=1e-5)
    figures = {figure["label"]: figure["value"] for figure in summary["figures"]}
    assert figures["a deal opened with grade A is worth"] in comparison["ranked_for"]
    assert comparison["ranked_for"] in summary["sentences"]

    worked = listed.head(plan["used"])
    assert plan["revenue"] == pytest.approx(worked["expected_value"].sum())
    assert plan["orders"] == pytest.approx(worked["win_probability"].sum())
    used = {one["segment"]: one["used"] for one in plan["segments"] if one["used"]}
    assert used == worked["segment"].fillna("").value_counts().to_dict()
    assert plan["sentence"] in summary["sentences"]


@pytest.mark.xdist_group("demo")
def test_the_sample_tells_one_story(demo_run: DemoRun) -> None:
    story_of(demo_run.out)


@pytest.mark.parametrize("seed", SEEDS)
def test_other_samples_tell_one_story_each(seed: int, tmp_path: Path) -> None:
    write_sample(tmp_path / "sample", seed=seed, prospects=LISTED)
    project, models = load_project(tmp_path / "sample"), tmp_path / "models"
    inputs = Inputs.of(project)
    companies = read(inputs)
    trained, knowledge = learn(project, companies, models)
    with reserved(project.out, NAMES) as out:
        write_list(inputs, companies, knowledge, trained.bundle, models, out)
    story_of(project.out)

"""Suggested weights: known ones recovered, none negative, pasteable, and honest about whether they help."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lookalike.knowledge.criteria import share_of_points
from lookalike.ranking.compare.backtest import Deals
from lookalike.ranking.compare.suggested_weights import (
    as_toml,
    criteria_signal,
    fold_of,
    suggested_weights,
)
from lookalike.ranking.compare.worth import criteria_worth
from lookalike.settings import Criteria


def suggested(points: pd.DataFrame, deals: Deals, **how: Any) -> dict[str, Any]:
    """Over weights that are all alike, every deal held out, every criterion in the rules, but for what `how` says."""
    usual = points.mean().to_numpy(float)
    told = {
        "current": share_of_points(points.to_numpy(float), np.ones(points.shape[1]), usual),
        "tested": np.ones(len(points), dtype=bool),
        "deployed": list(points),
    }
    return suggested_weights(points, deals, **told | how)


def world(n: int, true: dict[str, float], seed: int, unknown: float = 0.1) -> tuple[pd.DataFrame, Deals]:
    rng = np.random.default_rng(seed)
    points = pd.DataFrame({name: rng.integers(0, 4, n).astype(float) for name in true})
    raw = sum(weight * (points[name] - 1.5) for name, weight in true.items())
    won = rng.random(n) < 1 / (1 + np.exp(-raw))
    deals = pd.DataFrame({"account_id": rng.integers(0, n // 2, n), "won": won, "amount": 1.0})
    return points.mask(rng.random(points.shape) < unknown), Deals.of(deals, draws=200)


def test_known_weights_are_recovered_in_proportion():
    points, deals = world(4000, {"growth": 0.8, "size": 0.4, "virality": 0.0}, 1)
    found = suggested(points, deals)
    growth, size, virality = (found["weights"][name]["value"] for name in ("growth", "size", "virality"))
    assert growth / size == pytest.approx(2.0, rel=0.25)
    assert virality < 0.2
    assert found["better"]
    for name, true in (("growth", 2.0), ("size", 1.0)):
        assert found["weights"][name]["low"] <= true <= found["weights"][name]["high"]


def test_a_criterion_that_works_the_wrong_way_gets_no_weight_and_is_said_to():
    points, deals = world(3000, {"growth": 0.8, "size": -0.6}, 2)
    found = suggested(points, deals)
    assert found["weights"]["size"]["value"] == 0
    assert str(criteria_signal(points, deals)["size"]["signal"]) == "opposite"


def test_weights_that_are_right_already_are_not_said_to_be_better():
    points, deals = world(800, {"growth": 0.5, "size": 0.5}, 3)
    found = suggested(points, deals)
    assert (found["better"], found["toml"]) == (False, "")


def test_weights_are_fitted_on_some_deals_and_tested_on_others():
    points, deals = world(3000, {"growth": 0.9, "size": 0.1}, 6)
    inside = np.arange(3000) < 1500
    found = suggested(points, deals, tested=~inside)
    alone = suggested(points[inside], deals.where(inside))
    assert found["weights"] == alone["weights"]
    assert found["better"]
    opposite = np.where(inside, deals.won, 1 - deals.won)  # what the others say is not heard inside
    turned = suggested(points, replace(deals, won=opposite), tested=~inside)
    assert turned["weights"] == found["weights"]
    assert turned["gain"]["value"] < 0
    assert turned["toml"] == ""


def test_what_the_rules_lack_is_named_and_not_to_be_pasted():
    points, deals = world(3000, {"growth": 0.9, "size": 0.4, "virality": 0.0}, 7)
    found = suggested(points, deals, deployed=["growth", "virality", "competition"])
    assert (found["has"], found["lacks"]) == (["growth", "virality"], ["size"])
    assert list(tomllib.loads(found["toml"])["criteria"]["weights"]) == ["growth", "virality"]


def test_the_lines_can_be_pasted_into_the_settings():
    weights = {name: {"value": 1.0} for name in ("size", "growth", "fit_employees", "fit_technologies=Azure")}
    read = tomllib.loads(as_toml(weights))["criteria"]
    assert list(read["weights"]) == ["size", "growth", "fit_employees", "fit_technologies=Azure"]
    assert Criteria.model_validate(read).weights["fit_technologies=Azure"] == 1.0


def test_companies_stay_whole_in_folds():
    company = np.random.default_rng(0).integers(0, 40, 200).astype(str)
    folds = fold_of(company)
    assert pd.Series(folds).groupby(company).nunique().max() == 1
    assert set(folds) == {0, 1, 2, 3, 4}


def test_nothing_to_weigh_gives_nothing():
    points, deals = world(50, {"growth": 0.5}, 4)
    assert suggested(points.assign(growth=2.0), deals) == {}


def test_without_deals_enough_nothing_is_worth_anything():
    assert criteria_worth(pd.DataFrame(), []) == {"criteria": []}
    few = pd.DataFrame({"account_id": ["a", "b"], "won": [True, False], "rules": 0.5, "seen": False})
    few = few.assign(amount=1.0, model=0.0)
    assert criteria_worth(few.assign(points_growth=[3.0, 0.0]), ["growth"]) == {"criteria": []}

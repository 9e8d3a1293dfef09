"""Candidates: planted effects are found, missing and unseen values are neutral, the same seed gives the same model."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.metrics import roc_auc_score

from lookalike.learning.candidates import BinnedLogistic, Blend, Constant, PairBoost, candidates, logistic
from lookalike.learning.features import infer_attributes
from lookalike.scorecard.compile import compile_model

SCORECARDS = ("logistic", "boosted", "blend")


def market(rows: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Companies with a planted number, level and interaction; the true log-odds beside the outcomes."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "heads": rng.lognormal(3, 1, rows),
            "growth": rng.normal(0, 1, rows),
            "sector": rng.choice(np.array(["IT", "Food", "Steel", "Law"], dtype=object), rows),
            "noise": rng.choice(np.array(list("abcdefghij"), dtype=object), rows),
        }
    )
    odds = (
        -0.8
        + 1.5 * (frame.heads > 25)
        + 1.0 * (frame.sector == "IT")
        - 1.2 * (frame.growth > 0) * (frame.sector == "Law")
    )
    won = (rng.random(rows) < 1 / (1 + np.exp(-odds))).astype(float)
    return frame, won, odds.to_numpy()


@pytest.fixture(scope="module")
def learned() -> dict[str, object]:
    frame, won, _ = market(1500, seed=1)
    models = candidates(infer_attributes(frame))
    return {name: model.fit(frame, won) for name, model in models.items()}


@pytest.mark.parametrize("name", SCORECARDS)
def test_planted_effects_are_found(learned: dict[str, object], name: str) -> None:
    frame, won, odds = market(4000, seed=2)
    score = learned[name].decision_function(frame)
    assert roc_auc_score(won, score) > roc_auc_score(won, odds) - 0.02
    assert np.corrcoef(score, odds)[0, 1] > 0.9


@pytest.mark.parametrize("name", SCORECARDS)
def test_unknown_values_are_near_the_average(learned: dict[str, object], name: str) -> None:
    frame, _, _ = market(1000, seed=3)
    scores = learned[name].decision_function(frame)
    unknown = learned[name].decision_function(
        frame.head(1).assign(heads=np.nan, growth=np.nan, sector=None, noise="new")
    )[0]
    assert np.quantile(scores, 0.1) < unknown < np.quantile(scores, 0.9)


@pytest.mark.parametrize("name", ["logistic", "boosted", "reference"])
def test_the_same_seed_gives_the_same_model(learned: dict[str, object], name: str) -> None:
    frame, won, _ = market(1500, seed=1)
    again = clone(learned[name]).fit(frame, won)
    assert (again.decision_function(frame) == learned[name].decision_function(frame)).all()
    if name == "boosted":
        assert json.dumps(again.trees(), sort_keys=True) == json.dumps(learned[name].trees(), sort_keys=True)


def test_a_company_is_never_on_both_sides_of_early_stopping() -> None:
    """With outcomes that only the company's own id tells, held-out companies must stop the boosting at once."""
    rng = np.random.default_rng(0)
    ids = np.repeat(np.arange(60), 8)
    frame = pd.DataFrame({"x": rng.permutation(60)[ids].astype(float)})
    won = (rng.random(60) < 0.5).astype(float)[ids]
    by_company = PairBoost(rounds=300).fit(frame, won, groups=ids)
    by_deal = PairBoost(rounds=300).fit(frame, won)
    assert by_company.rounds_ < by_deal.rounds_ / 3


@pytest.mark.parametrize("name", ["logistic", "boosted"])
@pytest.mark.parametrize(("direction", "sign"), [("rising", 1), ("falling", -1)])
def test_a_direction_is_kept(name: str, direction: str, sign: int) -> None:
    frame, won, _ = market(600, seed=5)
    model = candidates(infer_attributes(frame), {"growth": direction})[name].fit(frame, won)
    line = frame.head(1).loc[np.zeros(50, dtype=int)].assign(growth=np.linspace(-3, 3, 50))
    assert (sign * np.diff(model.decision_function(line)) >= -1e-9).all()


def test_values_are_learned_as_numbers() -> None:
    frame, _, _ = market(800, seed=6)
    worth = np.log(frame.heads).to_numpy() + (frame.sector == "IT")
    for model in (BinnedLogistic(objective="regression"), PairBoost(objective="regression")):
        found = model.fit(frame, worth).decision_function(frame)
        assert np.corrcoef(found, worth)[0, 1] > 0.9
        assert found.mean() == pytest.approx(worth.mean(), abs=0.05)


def test_the_blend_is_the_mean_of_its_members() -> None:
    frame, won, _ = market(300, seed=7)
    members = [Constant().fit(frame, won), BinnedLogistic().fit(frame, won)]
    blend = Blend([Constant(), BinnedLogistic()]).fit(frame, won)
    expected = np.mean([member.decision_function(frame) for member in members], axis=0)
    assert blend.decision_function(frame) == pytest.approx(expected)
    assert Blend().join(members).decision_function(frame) == pytest.approx(expected)


def spreads(frame: pd.DataFrame, odds: np.ndarray, strength: float | None) -> dict[str, float]:
    """How far the points of each feature spread in a logistic of outcomes with these log-odds."""
    won = np.random.default_rng(3).random(len(odds)) < 1 / (1 + np.exp(-odds))
    model = BinnedLogistic(strength=strength).fit(frame, won.astype(float))
    return {
        one.name: float(points[one.codes(frame)].std())
        for one, points in zip(model.features_, model.points_, strict=True)
    }


def test_features_that_tell_nothing_fade_beside_one_that_tells() -> None:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({f"noise{n}": rng.choice(np.array(list("abcdefghij"), dtype=object), 400) for n in range(6)})
    frame["tells"] = rng.normal(size=400)
    odds = 1.5 * frame["tells"].to_numpy()
    chosen, alike = spreads(frame, odds, None), spreads(frame, odds, 0.1)
    shares = [sum(found[f"noise{n}"] for n in range(6)) / found["tells"] for found in (chosen, alike)]
    assert shares[0] < 0.25 * shares[1]


def test_features_that_tell_alike_are_shrunk_alike() -> None:
    numbers = np.random.default_rng(4).normal(size=(600, 6))
    frame = pd.DataFrame(numbers, columns=[f"number{n}" for n in range(6)])
    chosen = BinnedLogistic().fit(frame, (numbers.sum(axis=1) + np.random.default_rng(5).logistic(size=600)) > 0)
    same = BinnedLogistic(strength=chosen.strength_).fit(
        frame, (numbers.sum(axis=1) + np.random.default_rng(5).logistic(size=600)) > 0
    )
    np.testing.assert_array_equal(chosen.decision_function(frame), same.decision_function(frame))


def test_the_strength_is_chosen_by_some_of_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, won, odds = market(1200, 8)
    monkeypatch.setattr(logistic, "ENOUGH_ROWS", 400)
    score = BinnedLogistic().fit(frame, won, groups=np.arange(1200) // 2).decision_function(frame)
    assert np.corrcoef(score, odds)[0, 1] > 0.8


@pytest.mark.parametrize("name", ["logistic", "boosted", "blend", "reference", "lightgbm"])
def test_a_model_without_features_is_the_base_rate(name: str) -> None:
    frame, won = pd.DataFrame(index=range(100)), np.r_[np.ones(30), np.zeros(70)]
    model = candidates(())[name].fit(frame, won)
    assert 1 / (1 + np.exp(-model.decision_function(frame))) == pytest.approx(np.full(100, 0.3), abs=0.01)
    if name in SCORECARDS:
        assert compile_model(model).raw(frame) == pytest.approx(model.decision_function(frame), abs=1e-9)

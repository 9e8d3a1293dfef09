"""Metrics equal scikit-learn's, ties and weights included; intervals cover the truth; calibration keeps its word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from lookalike.learning.calibration import calibrate
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import METRICS, Outcomes, measure
from lookalike.learning.uncertainty import bootstrap_weights, figure


def sample(rows: int, seed: int, levels: int = 12) -> Outcomes:
    rng = np.random.default_rng(seed)
    score = rng.integers(0, levels, rows).astype(float)
    won = (rng.random(rows) < 0.2 + 0.5 * score / levels).astype(float)
    return Outcomes(won, score, (score + 1) / (levels + 2), rng.lognormal(3, 1, rows))


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_figures_equal_scikit_learn_with_ties_and_weights(seed: int) -> None:
    found = sample(60, seed)
    weights = np.random.default_rng(seed).integers(0, 4, (1, 60)).astype(float)
    if len(np.unique(found.won[weights[0] > 0])) < 2:
        return
    got = {name: values[0] for name, values in measure(found, weights).items()}
    assert got["auc"] == pytest.approx(roc_auc_score(found.won, found.score, sample_weight=weights[0]))
    expected = average_precision_score(found.won, found.score, sample_weight=weights[0])
    assert got["average_precision"] == pytest.approx(expected)
    assert got["brier"] == pytest.approx(brier_score_loss(found.won, found.probability, sample_weight=weights[0]))


def test_a_perfect_and_a_reversed_ranking() -> None:
    won = np.r_[np.ones(10), np.zeros(90)]
    for sign, auc, lift in ((1, 1.0, 10.0), (-1, 0.0, 0.0)):
        found = measure(Outcomes(won, sign * won, won, np.ones(100)), np.ones((1, 100)))
        assert found["auc"][0] == auc
        assert found["lift@0.1"][0] == pytest.approx(lift)
        assert found["won_revenue@0.1"][0] == pytest.approx(lift / 10)


def test_every_metric_declares_the_direction_that_knowledge_moves_it() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 2, 5000)
    truth = 1 / (1 + np.exp(-odds))
    won = (rng.random(5000) < truth).astype(float)
    blurred = rng.permutation(truth)
    knows, guesses = (measure(Outcomes(won, p, p, np.ones(5000)), np.ones((1, 5000))) for p in (truth, blurred))
    for name, metric in METRICS.items():
        assert (knows[name][0] > guesses[name][0]) == metric.higher_is_better, name


def test_ties_count_as_a_random_order() -> None:
    won = np.r_[np.ones(20), np.zeros(80)]
    found = measure(Outcomes(won, np.zeros(100), np.full(100, 0.2), np.ones(100)), np.ones((1, 100)))
    assert [found[name][0] for name in ("auc", "lift@0.2", "won_revenue@0.2")] == pytest.approx([0.5, 1.0, 0.2])


def test_intervals_of_300_simulated_companies_cover_the_truth() -> None:
    """90 % intervals of the AUC must hold the true AUC in 85 to 95 of 100 data sets, with several deals per company."""
    big = _grouped(200_000, seed=0)
    truth = measure(big[0], np.ones((1, len(big[1]))), ("auc",))["auc"][0]
    inside = 0
    for seed in range(1, 301):
        outcomes, groups = _grouped(300, seed)
        found = figure(measure(outcomes, bootstrap_weights(groups, 200, seed), ("auc",))["auc"])
        inside += found.low <= truth <= found.high
    assert 0.85 <= inside / 300 <= 0.95


def _grouped(companies: int, seed: int) -> tuple[Outcomes, np.ndarray]:
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(companies), rng.integers(1, 5, companies))
    score = rng.normal(0, 1, companies)
    won = (rng.random(len(groups)) < 1 / (1 + np.exp(-(score - 0.7 + rng.normal(0, 1, companies))[groups]))).astype(
        float
    )
    return Outcomes(won, score[groups], np.full(len(groups), np.nan), np.ones(len(groups))), groups


@pytest.mark.parametrize("rows", [400, 8000])
def test_calibrated_probabilities_keep_their_word(rows: int) -> None:
    rng = np.random.default_rng(rows)
    raw = rng.normal(0, 1.5, 2 * rows)
    won = (rng.random(2 * rows) < 1 / (1 + np.exp(-(0.6 * raw - 1)))).astype(float)
    calibration = calibrate(raw[:rows], won[:rows])
    assert list(calibration.x) == sorted(calibration.x)
    assert list(calibration.y) == sorted(calibration.y)
    promised = calibration.apply(raw[rows:])
    error = measure(Outcomes(won[rows:], raw[rows:], promised, raw[rows:]), np.ones((1, rows)), ("ece",))["ece"][0]
    assert error < (0.06 if rows < 1000 else 0.02)


def test_a_score_that_does_not_rise_with_winning_promises_nearly_the_base_rate_and_never_less_to_the_higher() -> None:
    won = np.tile([1.0, 0.0, 0.0], 40)
    low, middle, high = calibrate(-won + 0.1, won).apply(np.array([-9.0, -0.2, 9.0]))
    assert 0.2 < low < middle < high < 0.5
    assert middle == pytest.approx(40.5 / 121, abs=0.02)


def test_nothing_is_promised_beyond_the_scores_of_nearly_all_deals() -> None:
    rng = np.random.default_rng(5)
    raw = rng.normal(size=400)
    won = (rng.random(400) < 1 / (1 + np.exp(-raw))).astype(float)
    low, high = np.quantile(raw, (0.025, 0.975))
    curve = calibrate(raw, won)
    np.testing.assert_array_equal(curve.apply(np.array([-9.0, 9.0])), curve.apply(np.array([low, high])))
    assert curve.apply(np.array([high - 0.1])) < curve.apply(np.array([9.0]))


@pytest.mark.parametrize("signal", [0.0, 0.1, 1.0])
def test_chances_add_up_to_what_was_won_and_noise_spreads_them_little(signal: float) -> None:
    rng = np.random.default_rng(3)
    won = (rng.random(400) < 0.3).astype(float)
    chance = calibrate(raw := signal * won + rng.normal(size=400), won).apply(raw)
    assert chance.mean() == pytest.approx(won.mean(), abs=0.01)
    assert chance.std() < 0.05 + 0.2 * signal


@given(st.integers(4, 40), st.integers(2, 6), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_no_company_is_on_both_sides_of_a_fold(companies: int, folds: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, companies, 3 * companies)
    won = (rng.random(len(groups)) < 0.3).astype(float)
    parts = group_folds(won, groups, folds, seed)
    assert sorted(np.concatenate([test for _, test in parts]).tolist()) == list(range(len(groups)))
    for train, test in parts:
        assert not set(groups[train]) & set(groups[test])
        assert len(train) + len(test) == len(groups)

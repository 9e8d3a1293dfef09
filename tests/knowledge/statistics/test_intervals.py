"""Intervals cover what they promise and tests keep their level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lookalike.knowledge.statistics.intervals import (
    benjamini_hochberg,
    clustered_mean,
    clustered_share,
    holm,
    lift,
    median,
    shuffled_z,
    two_sided,
    wilson,
)
from lookalike.numbers import LEVEL


@given(n=st.integers(1, 300), data=st.data())
def test_wilson_contains_the_share_and_equals_scipy(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    reference = stats.binomtest(hits, n).proportion_ci(LEVEL, method="wilson")
    assert (low, high) == pytest.approx((reference.low, reference.high), abs=1e-9)


def test_wilson_without_trials_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_deals_of_one_company_do_not_count_as_independent() -> None:
    alone = clustered_share([1, 0] * 50, [1] * 100)
    together = clustered_share([10, 0] * 5, [10] * 10)
    assert alone[0] == together[0] == 0.5
    assert together[2] - together[1] > 2 * (alone[2] - alone[1])


def test_the_interval_of_a_mean_covers_it_about_as_often_as_stated() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(300):
        counts = rng.integers(1, 4, 80)
        sums = np.array([rng.gamma(2, 5, count).sum() for count in counts])
        _, low, high = clustered_mean(sums, counts)
        inside += low <= 10 <= high
    assert abs(inside / 300 - LEVEL) <= 0.04


def test_a_mean_of_nothing_is_unknown() -> None:
    assert np.isnan(clustered_mean([0.0], [0])).all()
    assert np.isnan(median([np.nan]))
    assert median([3.0, np.nan, 1.0]) == 2.0


def test_lift_covers_the_true_ratio() -> None:
    rng = np.random.default_rng(2)
    covered = 0
    for _ in range(500):
        _, low, high = lift(rng.binomial(50, 0.4), 50, rng.binomial(500, 0.2), 500)
        covered += low <= 2 <= high
    assert abs(covered / 500 - LEVEL) <= 0.03


def test_shuffled_z_equals_what_shuffling_gives() -> None:
    rng = np.random.default_rng(3)
    scores = rng.exponential(size=60)
    members = np.zeros((60, 1), bool)
    members[:15] = True
    sums = np.array([rng.permutation(scores)[:15].sum() for _ in range(20_000)])
    expected = (scores[:15].sum() - sums.mean()) / sums.std()
    assert shuffled_z(scores, members)[0] == pytest.approx(expected, abs=0.05)


def test_shuffled_z_leaves_unknown_scores_out() -> None:
    members = np.array([[True], [True], [False], [False], [False]])
    assert shuffled_z([np.nan] * 5, members).tolist() == [0.0]
    assert shuffled_z([1.0] * 5, members).tolist() == [0.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_ordered_and_no_smaller(p: list[float]) -> None:
    fdr, family = benjamini_hochberg(p), holm(p)
    assert (fdr >= np.array(p) - 1e-12).all()
    assert (family >= fdr - 1e-12).all()
    reference = stats.false_discovery_control(p)
    assert fdr == pytest.approx(reference, abs=1e-12)


def test_two_sided_p_of_a_usual_deviate() -> None:
    assert two_sided(1.959964).item() == pytest.approx(0.05, abs=1e-6)

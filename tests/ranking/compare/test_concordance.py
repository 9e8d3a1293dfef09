"""Likeness of rankings: equal to a plain computation, with the right ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookalike.ranking.compare.concordance import kendall, overlap, overlap_curve, rank_biased_overlap, spearman


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 40), st.integers(0, 10_000), st.floats(0.1, 0.99))
def test_overlap_and_rbo_equal_a_plain_computation(n, seed, persistence):
    rng = np.random.default_rng(seed)
    first, second = rng.permutation(n) + 1, rng.permutation(n) + 1
    shared = [len(set(np.flatnonzero(first <= k)) & set(np.flatnonzero(second <= k))) / k for k in range(1, n + 1)]
    assert overlap(-first, -second).tolist() == pytest.approx(shared)
    weights = [(1 - persistence) * persistence**k for k in range(n)]
    plain = sum(w * s for w, s in zip(weights, shared, strict=True)) + persistence**n
    assert rank_biased_overlap(overlap(-first, -second), persistence) == pytest.approx(plain)
    assert 0 <= plain <= 1 + 1e-9


def test_agreement_and_reversal_stand_at_the_ends():
    score = np.arange(50.0)
    for likeness in (spearman, kendall):
        assert likeness(score, score) == pytest.approx(1)
        assert likeness(score, -score) == pytest.approx(-1)
    assert np.isnan(spearman(score, np.ones(50)))


def test_the_curve_leaves_out_places_that_are_not_there():
    assert overlap_curve(np.ones(10), [0, 5, 20]) == [{"k": 5, "overlap": 1.0, "by_chance": 0.5}]


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 30), st.integers(0, 10_000), st.integers(1, 5))
def test_ties_are_counted_as_a_random_order_would_be(n, seed, levels):
    rng = np.random.default_rng(seed)
    first, second = rng.permutation(n).astype(float), rng.integers(0, levels, n).astype(float)
    drawn = np.mean([overlap(first, second + 0.5 * rng.random(n)) for _ in range(400)], axis=0)
    assert overlap(first, second) == pytest.approx(drawn, abs=0.12)

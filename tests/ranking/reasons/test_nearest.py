"""Nearest best customers: equal to a plain search, never oneself, the twin first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lookalike.ranking.reasons.nearest import Nearest
from lookalike.scorecard.score import Scored, score_columns
from lookalike.scorecard.tables import from_frame


def scored_by(bundle, frame) -> Scored:
    return score_columns(bundle, from_frame(frame, bundle.attributes))


def distances(near: Nearest, scored: Scored, row: int) -> np.ndarray:
    """To every best customer, one by one."""
    bands = near.banded(scored.codes)[:, row]
    gaps = (scored.contributions[:, [row]] - near.parts) ** 2
    return (gaps + near.weight[:, None] * (bands[:, None] != near.best_bands)).sum(axis=0)


def test_equals_a_plain_search_over_all_pairs(bundle, prospects):
    near, scored = Nearest(bundle), scored_by(bundle, prospects.head(400))
    found = near.find(scored)
    for row in range(400):
        apart = distances(near, scored, row)
        assert np.sort(apart)[:3] == pytest.approx(apart[found[row]], abs=1e-8)


def test_a_twin_of_a_best_customer_is_nearest_to_it(bundle):
    near, twins = Nearest(bundle), scored_by(bundle, bundle.best)
    found = near.find(twins)
    for row in range(len(bundle.best)):
        assert distances(near, twins, row)[found[row, 0]] == pytest.approx(0, abs=1e-9)


def test_a_company_is_never_its_own_lookalike(bundle):
    found = Nearest(bundle).find(scored_by(bundle, bundle.best), bundle.best["account_id"])
    assert not (found == np.arange(len(bundle.best))[:, None]).any()
    assert (found >= 0).all()


def test_fewer_best_customers_than_three_leave_places_empty(bundle, prospects):
    some = scored_by(bundle, prospects.head(5))
    assert (Nearest(replace(bundle, best=bundle.best.head(2))).find(some)[:, 2] == -1).all()
    assert (Nearest(replace(bundle, best=bundle.best.head(0))).find(some) == -1).all()

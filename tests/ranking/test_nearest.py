"""Nearest best customers: equal to a plain search, never oneself, the twin first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lookalike.ranking.nearest import likeness, nearest_customers
from lookalike.ranking.portrait import portraits


def test_equals_a_plain_search_over_all_pairs(bundle, prospects):
    some = prospects.head(400)
    contributions = bundle.rank.contributions(some)
    points = likeness(bundle)
    bands = [one.band for one in portraits(bundle.rank.features, bundle.best, bundle.distribution)]
    ours, theirs = (
        np.column_stack([band[column] for band, column in zip(bands, bundle.rank.codes(frame).T, strict=True)])
        for frame in (bundle.best, some)
    )
    weight = (points.contributions**2).mean(axis=0)
    found = nearest_customers(bundle, some, contributions)
    for row in range(len(some)):
        apart = ((contributions[row] - points.contributions) ** 2).sum(axis=1) + (theirs[row] != ours) @ weight
        assert np.sort(apart)[:3] == pytest.approx(apart[found[row]], abs=1e-8)


def test_a_twin_of_a_best_customer_is_nearest_to_it(bundle):
    twins = bundle.best.drop(columns="account_id")
    found = nearest_customers(bundle, twins, bundle.rank.contributions(twins))
    points = likeness(bundle)
    codes = bundle.rank.codes(twins)
    distance = points.squared(bundle.rank.contributions(twins), codes)
    assert np.take_along_axis(distance, found[:, :1].astype(int), axis=1) == pytest.approx(0, abs=1e-9)


def test_a_company_is_never_its_own_lookalike(bundle):
    found = nearest_customers(bundle, bundle.best, bundle.rank.contributions(bundle.best))
    assert not (found == np.arange(len(bundle.best))[:, None]).any()


def test_fewer_best_customers_than_three_leave_places_empty(bundle, prospects):
    two = replace(bundle, best=bundle.best.head(2))
    none = replace(bundle, best=bundle.best.head(0))
    some = prospects.head(5)
    contributions = bundle.rank.contributions(some)
    assert (nearest_customers(two, some, contributions)[:, 2] == -1).all()
    assert (nearest_customers(none, some, contributions) == -1).all()

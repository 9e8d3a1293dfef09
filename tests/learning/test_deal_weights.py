"""Weights of deals: companies whose deals end alike count once, deals that have nothing in common count each."""

from __future__ import annotations

import numpy as np
import pytest

from lookalike.learning.deal_weights import company_weights, likeness


def outcomes(likely: float, companies: int = 400, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """One to eight deals per company; with chance `likely` a deal repeats what its company always says."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(companies), rng.integers(1, 9, companies))
    says = (rng.random(companies) < 0.4)[groups]
    own = rng.random(len(groups)) < 0.4
    return np.where(rng.random(len(groups)) < np.sqrt(likely), says, own).astype(float), groups


@pytest.mark.parametrize("truth", [0.0, 0.3, 0.8])
def test_the_likeness_of_a_companys_deals_is_found(truth: float) -> None:
    assert likeness(*outcomes(truth)) == pytest.approx(truth, abs=0.06)


def test_companies_that_always_say_the_same_weigh_the_same() -> None:
    y, groups = outcomes(1.0)
    totals = np.bincount(groups, weights=company_weights(y, groups))
    assert totals == pytest.approx(np.full(len(totals), totals[0]))


@pytest.mark.parametrize("likely", [0.0, 0.5])
def test_weights_are_one_on_average_and_one_each_where_companies_have_one_deal(likely: float) -> None:
    y, groups = outcomes(likely)
    assert company_weights(y, groups).mean() == pytest.approx(1)
    assert (company_weights(y, np.arange(len(y))) == 1).all()

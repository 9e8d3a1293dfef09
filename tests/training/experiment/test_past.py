"""A past with a company: deals with customers teach, and what they teach of being one stays out of cold scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lookalike_training.experiment.backtest import fit_one
from lookalike_training.experiment.ladder import climb
from lookalike_training.experiment.past import as_cold, cold_card, standings, told
from lookalike_training.experiment.rows import deal_rows

from lookalike.companies import Companies
from lookalike.learning.candidates import candidates
from lookalike.settings import Learning


def dealt(customers: float, lost: float, seed: int = 1, count: int = 500, rounds: int = 4) -> Companies:
    """Companies asked in some years, large ones oftener; who bought or refused answers otherwise afterwards."""
    rng = np.random.default_rng(seed)
    accounts = pd.DataFrame({"account_id": [f"c{number:03}" for number in range(count)]})
    accounts["industry"] = rng.choice(np.array(["IT", "Food"], dtype=object), count)
    accounts["size"] = rng.choice(np.array(["large", "small"], dtype=object), count)
    odds = np.where(accounts["industry"] == "IT", 0.3, -0.9)
    past, deals = np.zeros(count), []
    for year in range(rounds):
        won = rng.random(count) < 1 / (1 + np.exp(-odds - past))
        day = pd.Timestamp(f"{2018 + year}-01-01") + pd.to_timedelta(rng.integers(0, 300, count), unit="D")
        asked = rng.random(count) < np.where(accounts["size"] == "large", 0.9, 0.3)
        table = pd.DataFrame({"account_id": accounts["account_id"], "outcome": np.where(won, "won", "lost")})
        deals.append(table.assign(closed=day, amount=100.0)[asked])
        past = np.where(asked & won, customers, np.where(asked & (past == 0), lost, past))
    listed = accounts.drop(columns="account_id").assign(prospect_id=[f"p{number}" for number in range(count)])
    return Companies.of(accounts, pd.concat(deals, ignore_index=True), listed, ex_customer_after_days=5000)


@pytest.mark.parametrize("name", ["logistic", "boosted", "blend"])
def test_deals_with_customers_do_not_raise_what_is_said_of_cold_companies(name: str) -> None:
    """Large companies are no better customers: they only have more deals that began when they had bought already."""
    companies = dealt(customers=2.0, lost=-1.5)
    rung = climb(companies, Learning())
    card, past = cold_card(fit_one(rung.models, name, rung.rows))
    assert "relation" not in [feature.source for feature in card.features]
    assert past["lost-before"] < -0.6
    frame = pd.DataFrame({"industry": ["IT", "IT", "Food"], "size": ["large", "small", "small"]})
    large, small, food = card.raw(frame)
    assert abs(large - small) < 0.35
    assert 1 / (1 + np.exp(-small)) == pytest.approx(1 / (1 + np.exp(-0.3)), abs=0.08)
    assert small - food > 0.7


def test_a_past_that_adds_nothing_takes_nothing_from_what_attributes_tell() -> None:
    """Who bought before buys more here only because it is the right company: attributes keep nearly all of that."""
    kept = []
    for seed in range(4):
        companies = dealt(customers=0.0, lost=0.0, seed=seed)
        rows = deal_rows(companies)
        with_past = (*companies.attributes, *standings(rows.frame["relation"].to_numpy(object)))
        frame = as_cold(pd.DataFrame({"industry": ["IT", "Food"], "size": ["small", "small"]}))
        apart = [
            -np.diff(fit_one(candidates(known), "logistic", rows).decision_function(frame))[0]
            for known in (with_past, companies.attributes)
        ]
        kept.append(apart[0] / apart[1])
    assert np.mean(kept) > 0.9


def test_what_is_said_of_a_cold_company_is_what_its_scorecard_says() -> None:
    companies = dealt(customers=2.0, lost=-1.5)
    rung = climb(companies, Learning())
    model = fit_one(rung.models, "blend", rung.rows)
    frame = rung.rows.frame.head(50)
    np.testing.assert_allclose(model.decision_function(as_cold(frame)), cold_card(model)[0].raw(frame), atol=1e-9)


def test_where_all_deals_began_cold_nothing_is_learned_of_a_past() -> None:
    companies = dealt(customers=0.0, lost=0.0, rounds=1)
    relation = deal_rows(companies).frame["relation"].to_numpy(object)
    assert standings(relation) == ()
    rung = climb(companies, Learning())
    assert cold_card(fit_one(rung.models, "logistic", rung.rows))[1] == {}
    assert str(told({})).startswith("Nearly all deals began with companies that you had no deal with before")


def test_a_past_is_told_in_words() -> None:
    assert "you lost a deal with them before: -0.75" in str(told({"lost-before": -0.75}))

"""A list of customers and a list of prospects are enough to begin with."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from lookalike_training.experiment import experiment
from lookalike_training.experiment.metrics import describe

from lookalike.companies import Companies
from lookalike.knowledge.segments.divide import find_segments
from lookalike.report.trust import trust_sentence
from lookalike.settings import Settings

SETTINGS = Settings.model_validate({"name": "x", "inputs": {"accounts": "a.csv"}})


@cache
def learned(share: float) -> tuple[experiment.Experiment, Companies]:
    """What is learned where this share of the customers, and half of the list, is in IT."""
    rng = np.random.default_rng(2)
    customers, others = rng.choice(["IT", "Food"], 60, p=[share, 1 - share]), rng.choice(["IT", "Food"], 120)
    size = rng.lognormal(3, 1, 180)
    accounts = pd.DataFrame({"account_id": [f"k{at:02}" for at in range(60)], "industry": customers})
    prospects = pd.DataFrame({"prospect_id": [f"p{at:03}" for at in range(120)], "industry": others})
    accounts, prospects = accounts.assign(employees=size[:60]), prospects.assign(employees=size[60:])
    companies = Companies.of(accounts, None, prospects)
    return experiment.run(companies, find_segments(companies, SETTINGS), SETTINGS), companies


def test_customers_without_deals_are_learned_from_by_likeness_that_is_no_chance_of_winning() -> None:
    found, companies = learned(0.9)
    assert found.rung.name == "similarity"
    assert found.rung.rows.won.sum() == 60
    assert found.ranking.name == "best"
    assert list(found.parts) == ["similarity"]
    metrics = describe(found, companies)
    told = trust_sentence(metrics)
    auc = metrics["candidates"][found.champion]["auc"]["value"]
    assert "no chance of winning" in str(told)
    assert f"a customer above a company of the list in {100 * auc:.0f} of 100" in str(told)


def test_nothing_is_called_a_deal_held_out_where_nothing_was_lost() -> None:
    """Companies of the list have not lost: they must not decide between model and rules, nor promise a win rate."""
    found, companies = learned(0.9)
    assert found.held_out.empty
    assert found.calibration is None
    metrics = describe(found, companies)
    assert metrics["unseen"] == metrics["seen"] == {"deals": 0}
    assert metrics["calibration"] == []
    assert "180 companies" in str(metrics["split"]["sentence"])


def test_customers_like_the_list_are_said_to_be_like_it_and_the_rules_rank() -> None:
    found, companies = learned(0.5)
    assert (found.champion, found.ranking.name) == ("constant", "rules")
    assert "do not tell the customers from the list" in str(found.sentence)
    assert trust_sentence(describe(found, companies)) == found.sentence

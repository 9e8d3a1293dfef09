"""A list of customers and a list of prospects are enough to begin with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.segments import find_segments
from lookalike.settings import Settings
from training import experiment


def test_customers_without_deals_are_learned_from_by_likeness() -> None:
    rng = np.random.default_rng(2)
    customers, others = rng.choice(["IT", "Food"], 60, p=[0.9, 0.1]), rng.choice(["IT", "Food"], 120)
    size = rng.lognormal(3, 1, 180)
    accounts = pd.DataFrame({"account_id": [f"k{at:02}" for at in range(60)], "industry": customers})
    prospects = pd.DataFrame({"prospect_id": [f"p{at:03}" for at in range(120)], "industry": others})
    accounts, prospects = accounts.assign(employees=size[:60]), prospects.assign(employees=size[60:])
    companies = Companies.of(accounts, None, prospects)
    settings = Settings.model_validate({"name": "x", "inputs": {"accounts": "a.csv"}})
    found = experiment.run(companies, find_segments(companies, settings), settings)
    assert found.rung.name == "similarity"
    assert found.rung.rows.won.sum() == 60

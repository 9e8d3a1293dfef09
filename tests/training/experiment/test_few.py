"""Many rows, but of few companies, or of sides that do not fit together: a clear answer instead of a model."""

from __future__ import annotations

import numpy as np
import pandas as pd
from lookalike_training.experiment import experiment
from lookalike_training.experiment.audit import find_leaks
from lookalike_training.experiment.metrics import describe
from lookalike_training.experiment.rows import deal_rows
from lookalike_training.experiment.value import learn_money

from lookalike.companies import Companies
from lookalike.knowledge.segments.divide import find_segments
from lookalike.settings import Settings

SETTINGS = Settings.model_validate({"name": "x", "inputs": {"deals": "a.csv"}})


def base(companies: int, deals: int, won: float = 0.5, listed: int = 0) -> Companies:
    rng = np.random.default_rng(1)
    ids = [f"a{at:02}" for at in range(companies)]
    accounts = pd.DataFrame({"account_id": ids, "industry": np.resize(["IT", "Food", "Law"], companies)})
    table = pd.DataFrame({"account_id": np.repeat(ids, deals)})
    table["outcome"] = np.where(rng.random(len(table)) < won, "won", "lost")
    prospects = pd.DataFrame({"prospect_id": [f"p{at}" for at in range(listed)], "industry": np.resize(["IT"], listed)})
    return Companies.of(accounts, table.assign(amount=rng.lognormal(8, 1, len(table))), prospects)


def test_hundreds_of_deals_with_six_companies_teach_no_attributes() -> None:
    companies = base(6, 50)
    found = experiment.run(companies, find_segments(companies, SETTINGS), SETTINGS)
    assert found.rung.name == "rules"
    assert "with 6 companies; to learn what wins at least 20 companies are needed" in str(found.rung.sentence)


def test_amounts_of_three_companies_teach_no_value() -> None:
    companies = base(40, 12)
    rows = deal_rows(companies)
    rows.amount[~np.isin(rows.groups, ["a00", "a01", "a02"])] = np.nan
    assert learn_money(companies, rows, SETTINGS.learning) is None


def test_a_refused_leak_is_told_where_only_rules_are_left() -> None:
    companies = base(90, 1, won=0.83)
    won = companies.accounts["won"].to_numpy() > 0
    paid = np.where(won, "yes", "no").astype(object)
    leaking = Companies.of(
        companies.accounts[["account_id", "industry"]].assign(paid=paid),
        companies.deals,
        pd.DataFrame({"prospect_id": ["p"], "industry": ["IT"], "paid": ["no"]}),
    )
    found = experiment.run(leaking, find_segments(leaking, SETTINGS), SETTINGS)
    assert found.rung.name == "rules"
    assert [leak["column"] for leak in describe(found, leaking)["leaks"] if leak["refuse"]] == ["paid"]


def test_customers_are_not_told_from_the_list_by_how_it_is_spelled() -> None:
    rng = np.random.default_rng(4)
    ours, theirs = rng.choice(["IT", "Food"], 60), rng.choice(["Information technology", "Food products"], 150)
    accounts = pd.DataFrame({"account_id": [f"k{at:02}" for at in range(60)], "industry": ours, "region": "North"})
    prospects = pd.DataFrame({"prospect_id": [f"p{at:03}" for at in range(150)], "industry": theirs})
    accounts["employees"], prospects["employees"] = rng.lognormal(3, 1, 60), rng.lognormal(3, 1, 150)
    companies = Companies.of(accounts.assign(relationship="customer"), None, prospects.assign(region="North"))
    (told,) = find_leaks(companies, SETTINGS)
    assert (told.column, told.refuse) == ("industry", True)
    found = experiment.run(companies, find_segments(companies, SETTINGS), SETTINGS)
    assert (found.champion, [one.name for one in found.attributes]) == ("constant", ["employees"])

"""A past with a company: what is planted is found, what is not there is not used, and who has none keeps the score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from training.experiment.backtest import Backtest
from training.experiment.past import Past, learn_past
from training.experiment.rows import deal_rows
from training.experiment.selection import Choice


def dealt(effect: float, seed: int, count: int = 400, rounds: int = 4) -> tuple[Companies, pd.Series]:
    """Companies asked in some years, and their scores: those that said no before answer by `effect` otherwise."""
    rng = np.random.default_rng(seed)
    ids = np.array([f"c{number:03}" for number in range(count)], dtype=object)
    score, lost, deals = rng.normal(-0.5, 1, count), np.zeros(count, dtype=bool), []
    for year in range(rounds):
        won = rng.random(count) < 1 / (1 + np.exp(-score - effect * lost))
        day = pd.Timestamp(f"{2018 + year}-01-01") + pd.to_timedelta(rng.integers(0, 300, count), unit="D")
        asked = rng.random(count) < 0.4
        deals.append(pd.DataFrame({"account_id": ids, "outcome": np.where(won, "won", "lost"), "closed": day})[asked])
        lost |= asked & ~won
    every = pd.concat(deals, ignore_index=True)
    return Companies.of(None, every, ex_customer_after_days=5000), pd.Series(score, index=ids)


def backtest(companies: Companies, score: pd.Series, split: pd.Timestamp | None = None) -> Backtest:
    """What a model with these scores would leave behind: each company held out in turn, or all deals from a day on."""
    every = deal_rows(companies)
    late = np.zeros(len(every), dtype=bool) if split is None else every.when >= split.to_datetime64()
    learned = every if split is None else every.take(np.flatnonzero(~late))
    rows = every if split is None else every.take(np.flatnonzero(late))
    made, inner = (pd.DataFrame({"logistic": score.loc[one.groups].to_numpy()}) for one in (rows, learned))
    nothing, choice = pd.DataFrame(), Choice("logistic", True, "", "logistic")
    return Backtest(rows, np.isin(rows.groups, learned.groups), made, nothing, nothing, choice, nothing, learned, inner)


def learn(effect: float, seed: int, split: pd.Timestamp | None = None) -> Past:
    companies, score = dealt(effect, seed)
    return learn_past(companies, backtest(companies, score, split), "logistic", 7)


@pytest.mark.parametrize("effect", [-1.2, 1.2])
def test_a_planted_effect_is_found_with_its_sign_beside_the_score(effect: float) -> None:
    past = learn(effect, 1)
    assert list(past.offsets) == ["lost-before"]
    told = past.record["offsets"]["lost-before"]
    assert told["low"] < effect < told["high"]
    assert past.record["used"]
    assert f"lost-before {past.offsets['lost-before']:+.2f}" in past.sentence


def test_held_out_deals_are_only_asked_after_the_decision() -> None:
    companies, score = dealt(-1.2, 2)
    test = backtest(companies, score, pd.Timestamp("2021-01-01"))
    turned = replace(test, rows=replace(test.rows, won=1 - test.rows.won))
    past, other = (learn_past(companies, one, "logistic", 7) for one in (test, turned))
    assert past.record["used"]
    assert other.record["used"]
    assert past.record["gain"] == other.record["gain"]
    assert past.record["held_out"]["gain"]["value"] > 0 > other.record["held_out"]["gain"]["value"]


def test_no_effect_gives_no_table_but_by_chance() -> None:
    used = [bool(learn(0.0, seed).offsets) for seed in range(10)]
    assert sum(used) <= 2  # one in forty is expected; three of ten have a chance of 1 in 600


def test_few_pasts_teach_nothing() -> None:
    companies, score = dealt(-1.2, 3)
    first = companies.restricted(companies.deals.groupby("account_id")["deal_id"].first().to_numpy())
    past = learn_past(first, backtest(first, score), "logistic", 7)
    assert past == replace(past, offsets={}, record={})
    assert "too few" in past.sentence

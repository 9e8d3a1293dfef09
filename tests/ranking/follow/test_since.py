"""What came of it: deals after the model's day, and of the companies that were on the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.segments.segmentation import Segmentation
from lookalike.ranking.follow.model_health import health
from lookalike.ranking.follow.since import deals_since, kept_promises, promises
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle

DAY = pd.Timestamp("2025-06-30")


@pytest.fixture(scope="module")
def made(bundle: Bundle) -> Bundle:
    """The model with what training writes into it."""
    tested = {"auc": {"value": 0.7, "low": 0.66, "high": 0.74}}
    metrics = {"champion": "boosted", "candidates": {"boosted": tested}}
    return replace(bundle, manifest=bundle.manifest | {"as_of": "2025-06-30", "deals": 4000}, metrics=metrics)


def world(bundle: Bundle, prospects: pd.DataFrame, times: float, deals: int = 600, seed: int = 1) -> Companies:
    """Companies of which each had one deal after the model's day, won as often as the model promises times `times`."""
    known = prospects.head(deals).rename(columns={"prospect_id": "account_id"})
    rng = np.random.default_rng(seed)
    won = rng.random(len(known)) < times * score_frame(bundle, known)["win_probability"].to_numpy()
    table = pd.DataFrame(
        {
            "account_id": known["account_id"],
            "outcome": np.where(won, "won", "lost"),
            "closed": DAY + pd.to_timedelta(rng.integers(1, 120, len(known)), unit="D"),
        }
    )
    return Companies.of(known, table, prospects.iloc[deals : deals + 1500])


def looked_at(bundle: Bundle, companies: Companies) -> dict[str, Any]:
    return health(bundle, companies, Segmentation((), ()), None)


def test_a_model_that_keeps_its_word_is_left_alone(made: Bundle, prospects: pd.DataFrame) -> None:
    told = looked_at(made, world(made, prospects, 1.0))
    assert told["since"]["deals"] == 600
    assert told["since"]["gap"]["low"] < 0 < told["since"]["gap"]["high"]
    assert not told["train_again"]
    assert str(told["sentence"]) == "Nothing says that the model is out of date."


def test_a_model_that_promises_too_much_is_to_be_trained_again(made: Bundle, prospects: pd.DataFrame) -> None:
    told = looked_at(made, world(made, prospects, 0.5))
    assert told["train_again"]
    assert str(told["sentence"]).startswith("Train again: fewer of the 600 deals closed since were won than promised (")


def test_a_model_that_sorts_no_longer_is_to_be_trained_again(made: Bundle, prospects: pd.DataFrame) -> None:
    rng = np.random.default_rng(3)
    companies = world(made, prospects, 1.0)
    shuffled = replace(companies, deals=companies.deals.assign(outcome=rng.permutation(companies.deals["outcome"])))
    told = looked_at(made, shuffled)
    assert "it sorts them worse than the deals that it was tested on" in str(told["sentence"])


def test_many_new_deals_are_a_reason_of_their_own(made: Bundle, prospects: pd.DataFrame) -> None:
    few = replace(made, manifest=made.manifest | {"deals": 2000})
    assert "there are 600 closed deals beside the 2,000 it learned from" in str(
        looked_at(few, world(made, prospects, 1))["sentence"]
    )


def test_deals_before_the_models_day_say_nothing_new(made: Bundle, prospects: pd.DataFrame) -> None:
    later = replace(made, manifest=made.manifest | {"as_of": "2026-01-01"})
    assert deals_since(later, world(made, prospects, 1.0)) == {}
    assert deals_since(replace(made, win=None), world(made, prospects, 1.0)) == {}


def listed(prospects: pd.DataFrame) -> pd.DataFrame:
    """A ranked list: half A at 60 %, half B at 20 %."""
    half = np.arange(len(prospects)) < len(prospects) // 2
    return pd.DataFrame(
        {
            "prospect_id": prospects["prospect_id"],
            "grade": np.where(half, "A", "B"),
            "win_probability": np.where(half, 0.6, 0.2),
        }
    )


def test_the_first_promise_stands(prospects: pd.DataFrame) -> None:
    some = prospects.head(4)
    first = promises(None, listed(some), some, DAY)
    again = promises(first, listed(prospects.iloc[2:6]), prospects.iloc[2:6], DAY + pd.Timedelta(days=30))
    assert again["prospect_id"].tolist() == prospects["prospect_id"].head(6).tolist()
    pd.testing.assert_frame_equal(again.head(4), first)
    assert again["since"].tolist() == [DAY] * 4 + [DAY + pd.Timedelta(days=30)] * 2
    assert promises(None, listed(some), some, pd.NaT).empty


def test_promises_are_held_against_the_first_deal_of_each_company_since() -> None:
    names = [f"Nordkapp Verft {number}" for number in range(200)]
    sites = [f"verft{number}.example" for number in range(200)]  # names that differ in a number alone tell nobody
    rows = pd.DataFrame({"prospect_id": [f"p{n}" for n in range(200)], "name": names, "domain": sites})
    promised = promises(None, listed(rows), rows, DAY)
    won = (np.arange(200) < 100) & (np.arange(200) % 5 < 3)  # grade A as promised, grade B never
    accounts = pd.DataFrame({"account_id": [f"a{n}" for n in range(200)], "name": names, "domain": sites})
    first = pd.DataFrame(
        {
            "account_id": accounts["account_id"],
            "outcome": np.where(won, "won", "lost"),
            "closed": DAY + pd.to_timedelta(np.arange(200) % 50 + 1, unit="D"),
        }
    )
    earlier = first.assign(outcome="won", closed=DAY - pd.Timedelta(days=9))
    later = first.assign(outcome="won", closed=DAY + pd.Timedelta(days=90))
    told = kept_promises(promised, Companies.of(accounts, pd.concat([earlier, later, first])))
    found = {row["grade"]: (row["deals"], row["won"], row["held"]) for row in told["grades"]}
    assert found == {"A": (100, 60, True), "B": (100, 0, False)}
    assert sum(row["deals"] for row in told["months"]) == 200
    assert str(told["sentence"]).endswith("Not as promised: B.")
    assert kept_promises(promised, Companies.of(accounts, earlier)) == {}

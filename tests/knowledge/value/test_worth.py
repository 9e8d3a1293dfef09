"""What customers are worth: in proportion to money where the goal is money, and no giant bends the scale."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.knowledge.value import Best, log_money, log_worth, worth_of


def best(values: np.ndarray, by: str = "revenue") -> Best:
    return Best((), by, "", "", pd.Series(values, index=[f"c{n:03}" for n in range(len(values))]))


def test_customers_count_in_proportion_to_their_money() -> None:
    money = np.random.default_rng(1).lognormal(10, 0.8, 400)
    found = best(money)
    weight = worth_of(found.values.index, found)
    assert weight.mean() == pytest.approx(1)
    middle = (money > np.quantile(money, 0.05)) & (money < np.quantile(money, 0.95))
    ratio = weight[middle] / money[middle]
    assert ratio.max() / ratio.min() < 1.5


def test_a_giant_weighs_no_more_than_the_first_of_its_place() -> None:
    money = np.random.default_rng(2).lognormal(10, 0.8, 200)
    place = int(money.argmax())
    giant = money.copy()
    giant[place] *= 1e6
    one, two = (worth_of(found.values.index, found) for found in (best(money), best(giant)))
    np.testing.assert_allclose(one, two)


def test_where_the_goal_is_no_money_only_places_count() -> None:
    days = np.random.default_rng(3).lognormal(5, 2.0, 300)
    found = log_worth(best(days, "loyalty"))
    assert found.std() == pytest.approx(1, abs=0.03)
    assert list(found.sort_values().index) == list(best(days).values.sort_values().index)


def test_customers_without_money_are_worth_least_and_unknown_ones_are_in_the_middle() -> None:
    found = best(np.array([0.0, 10.0, 100.0, 1000.0, 10000.0]))
    weight = worth_of(pd.Index([*found.values.index, "stranger"]), found)
    assert weight.idxmin() == "c000"
    assert weight["stranger"] == pytest.approx(weight["c002"])


def test_the_tails_of_money_are_drawn_in() -> None:
    money = np.r_[np.full(500, 100.0), 1e12]
    assert log_money(money).max() == pytest.approx(np.log(100))

"""What the list is ranked by: what finds more, winning where all else is noise, decided without peeking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.learning.folds import group_folds
from training.experiment.best import NO_BEST, BestCustomers
from training.experiment.ranked_by import BEST, WIN, rank_by, ranked_in_turn
from training.experiment.rows import Rows
from training.experiment.value import Value


def deals(seed: int, known: bool, count: int = 600) -> tuple[Rows, np.ndarray, Value]:
    """Deals with scores of winning; the value score tells the money of a deal, or nothing at all."""
    rng = np.random.default_rng(seed)
    win, worth = rng.normal(size=count), rng.normal(size=count)
    won = (rng.random(count) < 1 / (1 + np.exp(-win))).astype(float)
    amount = np.exp(8 + 1.2 * worth + rng.normal(0, 0.5, count))
    ids = np.array([f"c{n // 2:04d}" for n in range(count)], dtype=object)
    rows = Rows(pd.DataFrame(index=range(count)), won, amount, ids, ids, np.full(count, np.datetime64("NaT", "ns")))
    score = worth if known else rng.normal(size=count)
    return rows, win, Value(None, True, "logistic", 1.0, 0.0, score, "")


def best_of(rows: Rows) -> BestCustomers:
    """The companies with most revenue in these rows, which no scorecard tells."""
    revenue = pd.Series(rows.won * rows.amount).groupby(rows.groups).sum()
    return replace(NO_BEST, ids=frozenset(revenue.nlargest(40).index), inner=np.zeros(len(rows)))


class Told:
    """A model that scores companies by a column of theirs."""

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Told:
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        return frame["told"].to_numpy(float)


def test_value_counts_where_it_finds_more() -> None:
    rows, win, value = deals(1, known=True)
    chosen = rank_by("value", "logistic", win, value, best_of(rows), rows, 7)
    assert chosen.name == "value"
    assert chosen.mix.value > 0
    chosen = rank_by("best", "logistic", win, value, best_of(rows), rows, 7)
    assert chosen.name == "best"
    assert chosen.mix.value > 0
    assert "best customers" in chosen.record


def test_the_scorecard_of_the_best_ranks_where_neither_winning_nor_value_finds_them() -> None:
    rows, win, value = deals(3, known=False)
    best = best_of(rows)
    told = np.isin(rows.groups, list(best.ids)) + np.random.default_rng(1).normal(0, 0.5, len(rows))
    best = replace(best, model=Told(), inner=told)
    for champion in ("logistic", "constant"):
        chosen = rank_by("best", champion, win, value, best, rows, 7)
        assert (chosen.name, chosen.mix) == ("best", BEST)
        assert [chosen.record["mix"][place] for place in (0, -1)] == [WIN._asdict(), BEST._asdict()]
    assert rank_by("win", "logistic", win, value, best, rows, 7).mix == WIN
    assert BEST._asdict() not in rank_by("value", "logistic", win, value, best, rows, 7).record["mix"]


def test_scores_that_are_noise_do_not_rank() -> None:
    """Of twenty bases with scores of value and of the best customers that tell nothing, at most one is misled."""
    misled = {"value": 0, "best": 0}
    for seed in range(20):
        rows, win, value = deals(seed, known=False, count=300)
        noise = np.random.default_rng(100 + seed).normal(size=150)
        best = replace(best_of(rows), model=Told(), inner=np.repeat(noise, 2))
        for wanted in misled:
            misled[wanted] += rank_by(wanted, "logistic", win, value, best, rows, 7).mix != WIN
    assert max(misled.values()) <= 1


def test_a_part_is_ranked_without_its_own_outcomes() -> None:
    rows, win, value = deals(2, known=True)
    parts = group_folds(rows.won, rows.groups, 4, 7)
    test = parts[0][1]
    other_money = rows.amount.copy()
    other_money[test] = rows.amount[test][::-1] * 100
    for wanted in ("value", "best"):
        ranked, again = (
            ranked_in_turn(wanted, "logistic", (win, win), value, best_of, one, 7, parts)
            for one in (rows, replace(rows, amount=other_money))
        )
        assert (np.argsort(ranked[test]) == np.argsort(again[test])).all()


def test_in_turn_the_best_customers_are_learned_from_the_other_parts_alone() -> None:
    rows, win, _ = deals(4, known=False)
    told = np.random.default_rng(1).normal(size=len(rows))
    rows = replace(rows, frame=pd.DataFrame({"told": told}))
    parts = group_folds(rows.won, rows.groups, 4, 7)
    asked: list[set[str]] = []

    def learned(others: Rows) -> BestCustomers:
        asked.append(set(others.groups))
        best = best_of(others)
        return replace(best, model=Told(), inner=np.isin(others.groups, list(best.ids)).astype(float))

    untold = Value(None, False, "constant", 1.0, 0.0, np.zeros(len(rows)), "")
    made = ranked_in_turn("best", "logistic", (win, win), untold, learned, rows, 7, parts)
    np.testing.assert_array_equal(made, told)
    assert [one & set(rows.groups[test]) for one, (_, test) in zip(asked, parts, strict=True)] == [set()] * 4

"""What the list is ranked by: value where it finds more, winning where value is noise, decided without peeking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lookalike.learning.folds import group_folds
from training.ranked_by import rank_by, ranked_in_turn
from training.rows import Rows
from training.value import Value


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


@pytest.mark.parametrize("wanted", ["value", "best"])
def test_value_counts_where_it_finds_more(wanted: str) -> None:
    rows, win, value = deals(1, known=True)
    revenue = pd.Series(rows.won * rows.amount).groupby(rows.groups).sum()
    chosen = rank_by(wanted, "logistic", win, value, rows, set(revenue.nlargest(40).index), 7)
    assert chosen.name == wanted
    assert chosen.weight > 0


def test_value_that_is_noise_does_not_rank() -> None:
    """Of twenty bases with a value score that tells nothing, at most one may be ranked by it."""
    misled = 0
    for seed in range(20):
        rows, win, value = deals(seed, known=False, count=300)
        misled += rank_by("value", "logistic", win, value, rows, set(), 7).weight > 0
    assert misled <= 1


def test_a_part_is_ranked_without_its_own_outcomes() -> None:
    rows, win, value = deals(2, known=True)
    parts = group_folds(rows.won, rows.groups, 4, 7)
    test = parts[0][1]
    ranked = ranked_in_turn("value", "logistic", (win, win), value, rows, set(), 7, parts)
    other_money = rows.amount.copy()
    other_money[test] = rows.amount[test][::-1] * 100
    again = ranked_in_turn("value", "logistic", (win, win), value, replace(rows, amount=other_money), set(), 7, parts)
    assert (np.argsort(ranked[test]) == np.argsort(again[test])).all()

"""What grades promise: intervals that hold as often as they say, and a check that notices broken promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.numbers import LEVEL
from lookalike.ranking.order.expected import conversion, expected_by_grade


def world(seed: int, lift: float = 1.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Prospects and held-out deals with probabilities that are `lift` times too low."""
    rng = np.random.default_rng(seed)
    probability = rng.uniform(0.02, 0.4, 2000)
    ranked = pd.DataFrame(
        {"grade": np.repeat(["A", "B", "C", "D"], 500), "win_probability": np.sort(probability)[::-1]}
    )
    ranked["expected_value"] = ranked["win_probability"] * 100.0
    held = rng.uniform(0.02, 0.4, 600)
    won = rng.random(600) < held * lift
    deals = {"account_id": np.arange(600), "won": won, "amount": rng.gamma(1.0, 100.0, 600), "probability": held}
    return ranked, pd.DataFrame(deals)


def test_intervals_hold_about_as_often_as_they_say():
    held = {"wins": 0, "revenue": 0}
    for seed in range(100):
        ranked, evaluation = world(seed)
        first = expected_by_grade(ranked, evaluation)[0]
        rng = np.random.default_rng(1000 + seed)
        won = rng.random(500) < ranked["win_probability"].to_numpy()[:500]
        came = {"wins": won.sum(), "revenue": (won * rng.gamma(1.0, 100.0, 500)).sum()}
        for name, true in came.items():
            held[name] += first[name]["low"] <= true <= first[name]["high"]
    assert min(held.values()) >= 100 * LEVEL - 6


def test_values_are_the_sums_of_the_grade():
    ranked, evaluation = world(1)
    told = expected_by_grade(ranked, evaluation)
    assert [one["grade"] for one in told] == ["A", "B", "C", "D"]
    assert told[0]["wins"]["value"] == pytest.approx(ranked["win_probability"][:500].sum(), abs=1e-5)
    assert told[0]["revenue"]["value"] == pytest.approx(ranked["expected_value"][:500].sum(), abs=1e-3)


def test_without_amounts_or_held_out_deals_only_chance_is_in_the_interval():
    ranked, _ = world(2)
    told = expected_by_grade(ranked.assign(expected_value=np.nan), pd.DataFrame())
    assert told[0]["revenue"] == {"value": None, "low": None, "high": None}
    assert told[0]["wins"]["low"] < told[0]["wins"]["value"] < told[0]["wins"]["high"]


def test_the_monthly_check_notices_a_broken_promise():
    rng = np.random.default_rng(5)
    listed = pd.DataFrame({"prospect_id": [f"P{i}" for i in range(400)], "grade": "A", "win_probability": 0.5})
    when = pd.to_datetime(np.where(np.arange(400) < 200, "2026-01-15", "2026-02-15"))
    won = rng.random(400) < np.where(np.arange(400) < 200, 0.5, 0.2)
    checked = conversion(listed, pd.DataFrame({"prospect_id": listed["prospect_id"], "won": won, "when": when}))
    assert checked[["month", "held"]].to_numpy().tolist() == [["2026-01", True], ["2026-02", False]]

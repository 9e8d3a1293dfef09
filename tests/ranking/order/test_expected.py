"""What grades promise: intervals that hold as often as they say, and a check that notices broken promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.numbers import LEVEL
from lookalike.ranking.order.expected import conversion, of_grades, own_auc
from lookalike.schema import GRADES


def world(seed: int, lift: float = 1.0, deals: int = 600) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Prospects in rank order, deals with a chance that is `lift` times too low, and the prospects' true chances."""
    rng = np.random.default_rng(seed)
    held, listed = (rng.normal(size=count) for count in (deals, 2000))
    listed = np.sort(listed)[::-1]
    said, true = (lambda score, by=by: 1 / (1 + np.exp(1.5 - 0.8 * score - np.log(by))) for by in (1.0, lift))
    ranked = pd.DataFrame({"grade": np.repeat(list(GRADES), 500), "win_probability": said(listed), "shap_a": listed})
    ranked["deal_value"], ranked["expected_value"] = 100.0, 100 * ranked["win_probability"]
    evaluation = pd.DataFrame(
        {
            "account_id": np.arange(deals),
            "won": rng.random(deals) < true(held),
            "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 730, deals), unit="D"),
            "probability": said(held),
            "model": held,
        }
    )
    return ranked, evaluation, true(listed)


@pytest.mark.parametrize("lift", [1.0, 1.6])
def test_intervals_hold_the_true_rate_as_often_as_they_say_also_where_all_was_promised_too_little(lift: float) -> None:
    held = np.zeros(4)
    for seed in range(60):
        ranked, evaluation, true = world(seed, lift)
        told = of_grades(ranked, evaluation)
        rates = true.reshape(4, 500).mean(axis=1)
        held += [
            one["win_rate"]["low"] <= rate <= one["win_rate"]["high"] for one, rate in zip(told, rates, strict=True)
        ]
    assert held.sum() >= 240 * (LEVEL - 0.06)


def test_a_grade_says_what_deals_opened_with_it_bring() -> None:
    ranked, evaluation, _ = world(1)
    first, *_, last = of_grades(ranked, evaluation)
    assert first["win_rate"]["value"] > 2 * last["win_rate"]["value"]
    assert first["times"] == pytest.approx(first["win_rate"]["value"] / evaluation["won"].mean())
    assert first["expected_value"] == pytest.approx(100 * first["win_rate"]["value"])
    recent = evaluation["when"] > evaluation["when"].max() - pd.Timedelta(days=365)
    assert sum(one["opened"] for one in of_grades(ranked, evaluation)) == recent.sum()
    pace = first["opened"] * first["win_rate"]["value"]
    assert first["wins_at_pace"]["value"] == pytest.approx(pace, rel=1e-4)


def test_what_is_not_known_is_not_told() -> None:
    ranked, _, _ = world(2)
    told = of_grades(ranked.assign(expected_value=np.nan, deal_value=np.nan), pd.DataFrame())[0]
    assert (told["expected_value"], told["opened"], told["average"], told["wins_at_pace"]) == (None,) * 4
    assert told["win_rate"]["value"] == pytest.approx(ranked["win_probability"][:500].mean(), abs=1e-6)
    blind = of_grades(ranked.assign(win_probability=np.nan), pd.DataFrame())[0]
    assert (blind["win_rate"], blind["times"]) == (None, None)


def test_the_lists_own_auc_is_that_of_the_true_chances() -> None:
    apart = []
    for seed in range(10):
        ranked, evaluation, true = world(seed)
        place = np.arange(2000)
        pairs = (true[:, None] * (1 - true) * (place[:, None] < place)).sum() / (
            true.sum() * (1 - true).sum() - (true * (1 - true)).sum()
        )
        told = own_auc(ranked, evaluation)
        assert told["low"] <= told["value"] <= told["high"]
        apart.append(told["value"] - pairs)
    assert np.sqrt(np.mean(np.square(apart))) < 0.03
    assert own_auc(ranked.assign(win_probability=np.nan), evaluation)["value"] is None


def test_the_monthly_check_notices_a_broken_promise():
    rng = np.random.default_rng(5)
    listed = pd.DataFrame({"prospect_id": [f"P{i}" for i in range(400)], "grade": "A", "win_probability": 0.5})
    when = pd.to_datetime(np.where(np.arange(400) < 200, "2026-01-15", "2026-02-15"))
    won = rng.random(400) < np.where(np.arange(400) < 200, 0.5, 0.2)
    checked = conversion(listed, pd.DataFrame({"prospect_id": listed["prospect_id"], "won": won, "when": when}))
    assert checked[["month", "held"]].to_numpy().tolist() == [["2026-01", True], ["2026-02", False]]

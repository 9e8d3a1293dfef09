"""The comparison: the right winner on simulations, no winner on ties, and complete plain data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lookalike.ranking.compare.backtest import DECISION, Deals, backtest
from lookalike.ranking.compare.rankings import compare
from lookalike.ranking.compare.verdict import winner
from lookalike.ranking.compare.worth import criteria_worth
from lookalike.ranking.order.ordering import rank
from lookalike.settings import Score

CRITERIA = ("competition", "growth", "size")


def held_out(n: int, model: float, rules: float, seed: int, seen: float = 0.0) -> pd.DataFrame:
    """Deals won by a hidden quality that the two scores see with the given correlation."""
    rng = np.random.default_rng(seed)
    company = rng.integers(0, int(n * 0.8), n)
    quality = rng.normal(size=n)[company]

    def noisy(correlation: float) -> np.ndarray:
        return correlation * quality + np.sqrt(1 - correlation**2) * rng.normal(size=n)[company]

    by_rules = noisy(rules)
    return pd.DataFrame(
        {
            "account_id": company.astype(str),
            "won": rng.random(n) < 1 / (1 + np.exp(-1.5 * quality)),
            "amount": np.exp(rng.normal(10, 1, n)),
            "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, n), unit="D"),
            "model": noisy(model),
            "rules": np.round(1 / (1 + np.exp(-by_rules)), 1),
            "seen": rng.random(n) < seen,
            "points_competition": np.clip(np.round(1.5 + by_rules), 0, 3),
            "points_growth": rng.integers(0, 4, n).astype(float),
            "points_size": np.nan,
        }
    )


def listed(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 4, (n, 3)).astype(float)
    table = pd.DataFrame(points, columns=[f"points_{name}" for name in CRITERIA])
    table.insert(0, "prospect_id", [f"P{i:07d}" for i in range(n)])
    return table.assign(
        name="Company",
        shap_base=0.0,
        shap_size=rng.normal(size=n),
        shap_industry=0.2 * points[:, 0] + rng.normal(0, 0.3, n),
        rule_points=points.sum(axis=1),
        rule_max=9.0,
        rule_share=points.sum(axis=1) / 9,
        familiar=True,
        win_probability=0.1,
        similarity=50.0,
        deal_value=np.nan,
        expected_value=np.nan,
    )


@pytest.mark.parametrize(("model", "rules", "right"), [(0.8, 0.2, "model"), (0.2, 0.8, "rules")])
def test_the_verdict_names_the_clearly_better_ranking(model, rules, right):
    named = [_winner(held_out(400, model, rules, seed)) for seed in range(60)]
    assert named.count(right) >= 0.9 * 60


def test_ties_are_called_ties():
    named = [_winner(held_out(400, 0.5, 0.5, seed)) for seed in range(200)]
    assert len(named) - named.count("none") <= 0.1 * 200


def compared(held: pd.DataFrame, ranked: pd.DataFrame, **told: int) -> dict[str, Any]:
    """As a run compares them; what the criteria are worth matters only where it is asked for."""
    return compare(held, ranked, {"criteria": []}, **told)


def _winner(deals: pd.DataFrame) -> str:
    judged = Deals.of(deals, draws=200)
    return winner(backtest(deals["model"].to_numpy(), deals["rules"].to_numpy(), judged, {})[2][DECISION])


def test_the_document_is_complete_and_plain():
    ranked = rank(listed(2000, 1), Score(capacity=100))
    found = compared(held_out(2000, 0.8, 0.2, 5), ranked)
    assert found["winner"] == "model"
    assert str(found["verdict"]).startswith("Trust the model more: of 2,000 deals that neither ranking had seen")
    assert {"spearman", "kendall", "rbo", "overlap", "agreement", "swap", "model", "rules", "difference"} <= set(found)
    assert sum(found["agreement"].values()) == 2000
    assert {"auc", "wins@10", "wins@capacity", "won_revenue@30", "goal@20"} <= set(found["difference"])
    assert found["goal"] == "won_revenue"
    assert found["difference"]["goal@20"] == found["difference"]["won_revenue@20"]
    assert [one["grade"] for one in found["grades"]] == ["A", "B", "C", "D"]
    assert found["model"]["curve"][-1] == pytest.approx({"called": 1.0, "wins": 1.0, "won_revenue": 1.0})
    assert [row["k"] for row in found["overlap"] if row["k"] == 100]
    assert found["swap"]["model_only"]["count"] == found["swap"]["rules_only"]["count"] <= 100


def test_criteria_with_and_without_signal_are_told_apart():
    held = held_out(1500, 0.6, 0.8, 7)
    worth = criteria_worth(held, ["competition", "growth", "size"])
    found = compare(held, rank(listed(500, 2)), worth)
    assert (found["criteria"], found["suggestion"]) == (worth["criteria"], worth["suggestion"])
    told = {row["criterion"]: row for row in found["criteria"]}
    assert str(told["competition"]["signal"]) == "yes"
    assert str(told["growth"]["signal"]) == "none shown"
    assert str(told["size"]["signal"]) == "cannot be judged"
    assert told["size"]["weight"] is None
    assert told["competition"]["weight"]["value"] > told["growth"]["weight"]["value"]
    assert found["suggestion"]["has"] == ["competition", "growth"]


def test_too_few_deals_give_no_verdict():
    found = compared(held_out(15, 0.9, 0.1, 3), rank(listed(100, 3)))
    assert found["winner"] == "too few"
    assert str(found["verdict"]).startswith("No difference shown: the held-out deals are too few")


def test_no_held_out_deals_at_all_give_no_verdict():
    found = compared(pd.DataFrame(), rank(listed(100, 3)))
    assert found["winner"] == "too few"
    assert "(0 won and 0 lost" in str(found["verdict"])


def test_only_companies_never_seen_are_used_where_there_are_enough():
    deals = held_out(600, 0.8, 0.3, 5, seen=0.5)
    found = compared(deals, rank(listed(200, 3)))
    assert str(found["measured_on"]) == "companies never seen before"
    assert found["deals"] == (~deals["seen"]).sum()
    few = deals.assign(seen=np.arange(600) > 10)
    assert str(compared(few, rank(listed(200, 3)))["measured_on"]) == "all held-out deals"


def test_deals_that_the_rules_cannot_judge_are_left_out_for_both() -> None:
    deals = held_out(600, 0.8, 0.3, 5)
    some = deals["account_id"].astype(int) % 3 == 0
    found = compared(deals.assign(rules=deals["rules"].mask(some)), rank(listed(200, 3)))
    assert found["deals"] == (~some).sum()


@pytest.mark.parametrize(("goal", "figure"), [("revenue", "won_revenue"), ("loyalty", "best_customers")])
def test_the_goal_decides(goal: str, figure: str) -> None:
    """The model finds the wins of the worthy, the rules find as many wins of the others."""
    rng = np.random.default_rng(3)
    deals = held_out(900, 0.0, 0.0, 5)
    worthy = rng.random(900) < 0.3
    deals["won"] = rng.random(900) < 0.5
    deals["amount"], deals["worth"] = np.where(worthy, 1000.0, 10.0), np.where(deals["won"] & worthy, 2.0, 0.01)
    deals["model"], deals["rules"] = worthy + rng.normal(0, 0.3, 900), ~worthy + rng.normal(0, 0.3, 900)
    found = compare(deals, rank(listed(200, 3)), {"criteria": []}, {"rank_by": "best", "goal": goal, "currency": ""})
    assert (found["goal"], found["winner"]) == (figure, "model")
    assert "of the wins" in str(found["verdict"])


def test_it_is_said_what_the_list_is_ranked_for_and_what_else_it_could_be() -> None:
    ranked = rank(listed(1000, 3), Score(capacity=100))
    rng = np.random.default_rng(1)
    ranked["win_probability"], ranked["similarity"] = rng.random(1000), 100 * rng.random(1000)
    ranked["deal_value"] = 1000.0 * rng.lognormal(size=1000)
    ranked["expected_value"] = ranked["win_probability"] * ranked["deal_value"]
    about = {"rank_by": "best", "goal": "loyalty", "currency": "NOK"}
    found = compare(held_out(300, 0.5, 0.5, 1), ranked, {"criteria": []}, about)
    by = {one["rank_by"]: one for one in found["choices"]}
    assert list(by) == ["best", "similarity", "value", "win", "rules"]
    assert by["best"]["overlap"] == 1.0
    assert max(by.values(), key=lambda one: one["expected_value"])["rank_by"] == "value"
    assert by["value"]["expected_value"] == pytest.approx(ranked["expected_value"].nlargest(100).mean())
    told = str(found["ranked_for"])
    assert told.startswith("The list is ranked for loyalty, by chance, how long customers stay and similarity")
    assert "by chance alone NOK" in told


def test_rankings_that_sort_nothing_are_said_to_sort_nothing():
    found = compared(held_out(300, 0.0, 0.0, 12), rank(listed(200, 3)))
    assert found["winner"] == "none"
    assert str(found["verdict"]).endswith("Neither ranking is shown to sort these deals better than chance.")


def test_a_blend_is_offered_only_when_it_beats_both():
    complementary = held_out(3000, 0.7, 0.7, 21)
    assert criteria_worth(complementary, [], draws=200)["blend"]["offered"]
    assert not criteria_worth(held_out(600, 0.8, 0.0, 22), [], draws=200)["blend"]["offered"]


def test_deals_without_amounts_leave_revenue_open():
    found = compared(held_out(300, 0.7, 0.3, 4).assign(amount=np.nan), rank(listed(200, 3)))
    assert found["model"]["won_revenue@20"] == {"value": None, "low": None, "high": None}
    assert found["model"]["wins@20"]["value"] > 0.2


def test_the_first_tenth_is_called_where_no_capacity_is_given():
    found = compared(held_out(400, 0.7, 0.4, 1), rank(listed(2000, 9)), draws=50)
    assert found["swap"]["calls"] == 200


def test_a_list_that_the_rules_rank_is_not_compared_with_itself():
    held = held_out(300, 0.7, 0.4, 2)
    found = compared(held.assign(model=held["rules"]), rank(listed(200, 3)))
    assert found["winner"] == "none"
    assert str(found["verdict"]).startswith("The rules rank this list")

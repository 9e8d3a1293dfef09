"""The address plan: worked from the top of the list, its arithmetic by hand, its range in worlds like the past."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lookalike.companies import Companies
from lookalike.knowledge.sales.hit_rates import hit_rates
from lookalike.knowledge.sales.plan import address_plan
from lookalike.knowledge.sales.worlds import Past, needed, promised
from lookalike.settings import Settings

Make = Callable[..., Settings]
NOTHING = pd.DataFrame()


@pytest.fixture
def ranked() -> pd.DataFrame:
    """Twelve prospects in rank order: five of IT that are worth most, five of food, two of no segment."""
    return pd.DataFrame(
        {
            "prospect_id": [f"P{at:02d}" for at in range(12)],
            "segment": ["IT"] * 5 + ["Food"] * 5 + [None] * 2,
            "win_probability": np.linspace(0.8, 0.25, 12),
            "deal_value": [1000.0] * 5 + [100.0] * 5 + [50.0] * 2,
        }
    )


def test_the_planted_hit_rates_are_recovered(sample_companies: Companies, sample_truth: object) -> None:
    truth = sample_truth.hit_rates
    rates = {rate.after: rate for rate in hit_rates(sample_companies)}
    assert list(rates) == ["meeting", "quote", "order"]
    for stage, planted in truth.items():
        assert rates[stage].low - 0.02 <= planted <= rates[stage].high + 0.02, stage
        assert rates[stage].high - rates[stage].low < 0.1


def test_rates_are_counted_by_deal(seller: Companies) -> None:
    meeting, order = hit_rates(seller)
    # 30 closed deals; 15 won and the 5 lost ones of A00-A04 came to a meeting.
    assert (meeting.before, meeting.tried, meeting.reached) == ("deal", 30, 20)
    assert (order.before, order.tried, order.reached) == ("meeting", 20, 15)
    assert order.low < order.rate < order.high


def test_given_rates_replace_those_of_the_data(seller: Companies) -> None:
    rates = {rate.after: rate for rate in hit_rates(seller, {"deal": 0.8, "order": 0.1})}
    assert list(rates) == ["deal", "meeting", "order"]
    assert (rates["deal"].before, rates["deal"].rate, rates["deal"].source) == ("contact", 0.8, "settings")
    assert (rates["order"].low, rates["order"].high) == (0.1, 0.1)


def test_the_list_is_worked_from_its_first_company(seller: Companies, ranked: pd.DataFrame, settings: Make) -> None:
    plan = address_plan(seller, ranked, NOTHING, settings(plan={"revenue_goal": 2000}))
    brings = (ranked["win_probability"] * ranked["deal_value"]).cumsum()
    assert plan["addresses"]["expected"] == int(np.ceil(np.interp(2000, [0, *brings], range(13)))) == 3
    assert plan["used"] == 3
    assert plan["orders"] == pytest.approx(ranked["win_probability"].head(3).sum())
    assert plan["revenue"] == pytest.approx(brings[2])
    assert {row["segment"]: row["used"] for row in plan["segments"]} == {"IT": 3, "Food": 0, "": 0}
    assert plan["segments"][0] == {
        "segment": "IT",
        "available": 5,
        "used": 3,
        "hit_rate": pytest.approx(plan["orders"] / 3),
        "order_value": pytest.approx(1000),
        "orders": pytest.approx(plan["orders"]),
        "revenue": pytest.approx(plan["revenue"]),
    }


def test_addresses_come_from_the_top_of_the_list_to_the_capacity(
    seller: Companies, ranked: pd.DataFrame, settings: Make
) -> None:
    plan = address_plan(seller, ranked, NOTHING, settings(plan={"revenue_goal": 1e6}, score={"capacity": 7}))
    assert plan["used"] == 7
    assert {row["segment"]: row["used"] for row in plan["segments"]} == {"IT": 5, "Food": 2, "": 0}
    assert plan["orders"] == pytest.approx(ranked["win_probability"].head(7).sum())
    assert plan["orders"] == pytest.approx(sum(row["orders"] for row in plan["segments"]))
    assert plan["funnel"][0] == {"stage": "deal", "low": 7, "expected": 7.0, "high": 7}
    assert plan["funnel"][-1]["expected"] == pytest.approx(plan["orders"])
    assert any("capacity of 7 companies does not reach the goal" in str(note) for note in plan["notes"])


def test_rates_that_lead_to_a_deal_come_before_the_chance(
    seller: Companies, ranked: pd.DataFrame, settings: Make
) -> None:
    given_plan = {"revenue_goal": 1000, "rates": {"contact": 0.5, "deal": 0.4}}
    plan = address_plan(seller, ranked, NOTHING, settings(plan=given_plan))
    assert plan["begins"] == "address"
    assert plan["orders"] == pytest.approx(0.2 * ranked["win_probability"].head(plan["used"]).sum())
    assert [row["stage"] for row in plan["funnel"]] == ["address", "contact", "deal", "meeting", "order"]
    assert plan["funnel"][2]["expected"] == pytest.approx(0.2 * plan["used"])
    assert "addresses (" in str(plan["sentence"])
    assert not any("is not recorded" in str(note) for note in plan["notes"])


def test_where_approaches_are_not_recorded_deals_are_counted_and_what_to_record_is_said(
    seller: Companies, ranked: pd.DataFrame, settings: Make
) -> None:
    plan = address_plan(seller, ranked, NOTHING, settings())
    assert plan["begins"] == "deal"
    assert "deals opened (" in str(plan["sentence"])
    assert sum("log calls and mails that lead to nothing" in str(note) for note in plan["notes"]) == 1


def test_without_a_goal_the_last_year_and_a_tenth_is_taken_and_said(
    seller: Companies, ranked: pd.DataFrame, settings: Make
) -> None:
    plan = address_plan(seller, ranked, NOTHING, settings())
    assert plan["goal"] == pytest.approx(1.1 * (10 * 1000 + 5 * 100))
    assert any("No goal is given" in str(note) for note in plan["notes"])
    assert any("the rest would have to be found" in str(note) for note in plan["notes"])
    assert plan["addresses"]["low"] < plan["addresses"]["expected"] < plan["addresses"]["high"]
    json.dumps(plan, allow_nan=False, default=str)


def test_companies_without_a_chance_or_value_of_their_own_have_the_average_of_the_past(
    seller: Companies, ranked: pd.DataFrame, settings: Make
) -> None:
    bare = Companies.of(seller.accounts, seller.deals)
    plan = address_plan(bare, ranked.assign(win_probability=np.nan, deal_value=np.nan), NOTHING, settings())
    assert [rate["after"] for rate in plan["rates"]] == ["order"]
    assert plan["orders"] == pytest.approx(0.5 * plan["used"])
    assert plan["revenue"] == pytest.approx(0.5 * plan["used"] * 700)  # fifteen won deals of 10,500 in all


def test_a_given_value_of_an_order_is_the_value_of_all(seller: Companies, ranked: pd.DataFrame, settings: Make) -> None:
    plan = address_plan(seller, ranked, NOTHING, settings(plan={"revenue_goal": 2000, "order_value": 2000}))
    assert plan["revenue"] == pytest.approx(2000 * plan["orders"])
    assert plan["order_value"] == {"expected": 2000, "low": 2000, "high": 2000, "n": 0, "source": "settings"}


def test_without_prospects_the_need_is_told_alone(seller: Companies, ranked: pd.DataFrame, settings: Make) -> None:
    plan = address_plan(seller, ranked.head(0), NOTHING, settings(plan={"revenue_goal": 35_000}))
    assert plan["used"] == plan["available"] == 0
    assert plan["addresses"]["expected"] == 100  # half of the deals are won, for 700 on average
    assert plan["addresses"]["low"] < 100 < plan["addresses"]["high"]
    assert str(plan["sentence"]).endswith("there is no list of prospects to take them from.")


def test_without_amounts_there_is_no_plan_and_it_is_said(
    seller: Companies, ranked: pd.DataFrame, settings: Make
) -> None:
    bare = Companies.of(seller.accounts, seller.deals.assign(amount=None), seller.prospects)
    plan = address_plan(bare, ranked.assign(deal_value=np.nan), NOTHING, settings())
    assert plan["addresses"] == {"low": None, "expected": None, "high": None}
    assert str(plan["sentence"]) == "Too little is known of past sales to plan."


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(goal=st.floats(10, 1e7), more=st.floats(1.5, 100), capacity=st.integers(1, 50))
def test_a_larger_goal_never_takes_fewer_addresses(
    seller: Companies, ranked: pd.DataFrame, settings: Make, goal: float, more: float, capacity: int
) -> None:
    small, large = (
        address_plan(seller, ranked, NOTHING, settings(plan={"revenue_goal": wanted}, score={"capacity": capacity}))
        for wanted in (goal, goal * more)
    )
    for key in ("low", "expected", "high"):
        assert small["addresses"][key] <= large["addresses"][key]
    assert small["addresses"]["low"] <= small["addresses"]["expected"] <= small["addresses"]["high"]
    for plan in (small, large):
        assert plan["used"] <= min(capacity, 12)
        assert plan["used"] == sum(row["used"] for row in plan["segments"])


def foretold(rng: np.random.Generator, n: int, off: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """Deals whose chances the model tells with an error of level and slope; and the true chances."""
    odds = rng.normal(-0.5, 1.0, n)
    true = 1 / (1 + np.exp(-odds))
    won = rng.random(n) < true
    deals = pd.DataFrame({"account_id": np.arange(n).astype(str), "won": won})
    deals["amount"] = np.where(won, 100 * rng.lognormal(0, 0.8, n), np.nan)
    deals["probability"] = 1 / (1 + np.exp(-(off[0] + (1 + off[1]) * odds)))
    return deals, true


def test_the_range_holds_the_addresses_needed_in_nine_of_ten_worlds() -> None:
    inside = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        off = rng.normal(0, 0.15, 2)
        deals, _ = foretold(rng, 400, off)
        listed, true = foretold(rng, 3000, off)
        order = np.argsort(-listed["probability"].to_numpy(), kind="stable")
        led = rng.binomial(300, 0.3)
        past = Past.of(deals, deals, 0.4, None, 400, seed)
        ranked = pd.DataFrame(
            {"win_probability": listed["probability"].to_numpy()[order], "deal_value": 100 * np.exp(0.32)}
        )
        share = rng.beta(led + 0.5, 300 - led + 0.5, 400)
        low, expected, high = needed(8000, *promised(ranked, past), led / 300, share, past, rng)
        opened = rng.random(3000) < 0.3
        money = np.where(opened & (rng.random(3000) < true[order]), 100 * rng.lognormal(0, 0.8, 3000), 0.0)
        reached = int(np.argmax(np.cumsum(money) >= 8000)) + 1
        assert low < expected < high
        inside.append(low <= reached <= high)
    assert 0.85 <= np.mean(inside) <= 0.95

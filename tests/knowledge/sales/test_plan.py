"""The address plan: hit rates as planted, arithmetic by hand, and what is said when things are missing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lookalike.companies import Companies
from lookalike.knowledge.sales.hit_rates import hit_rates
from lookalike.knowledge.sales.plan import address_plan
from lookalike.languages import to_plain
from lookalike.settings import Settings

Make = Callable[..., Settings]


def test_the_planted_hit_rates_are_recovered(sample_companies: Companies, sample_truth: object) -> None:
    truth = sample_truth.hit_rates
    rates = {rate.after: rate for rate in hit_rates(sample_companies)}
    assert list(rates) == ["meeting", "quote", "order"]
    for stage, planted in truth.items():
        assert rates[stage].low <= planted <= rates[stage].high, stage
        assert rates[stage].high - rates[stage].low < 0.1


def test_rates_are_counted_by_deal(seller: Companies) -> None:
    meeting, order = hit_rates(seller)
    # 30 closed deals; 15 won and the 5 lost ones of A00-A04 came to a meeting.
    assert (meeting.before, meeting.tried, meeting.reached) == ("call", 30, 20)
    assert (order.before, order.tried, order.reached) == ("meeting", 20, 15)
    assert order.low < order.rate < order.high


def test_given_rates_replace_those_of_the_data(seller: Companies) -> None:
    rates = {rate.after: rate for rate in hit_rates(seller, {"call": 0.8, "order": 0.1})}
    assert list(rates) == ["call", "meeting", "order"]
    assert (rates["call"].before, rates["call"].rate, rates["call"].source) == ("address", 0.8, "settings")
    assert (rates["order"].low, rates["order"].high) == (0.1, 0.1)


def test_the_arithmetic_with_everything_given(seller: Companies, two_segments: object, settings: Make) -> None:
    given_plan = {
        "revenue_goal": 6000,
        "order_value": 1000,
        "rates": {"call": 1.0, "meeting": 0.5, "quote": 1.0, "order": 0.5},
    }
    plan = address_plan(seller, two_segments, settings(plan=given_plan))
    assert plan["goal"] == 6000
    assert plan["goal_source"] == "settings"
    each = {row["segment"]: row["hit_rate"] * row["order_value"] for row in plan["segments"]}
    assert next(iter(each)) == "IT"  # the most promising first
    needed = plan["addresses"]
    assert needed["low"] == needed["expected"] == needed["high"]  # nothing is uncertain
    missing = 6000 - sum(row["available"] * each[row["segment"]] for row in plan["segments"])
    assert needed["expected"] == pytest.approx(12 + missing / 250, abs=1)
    assert plan["used"] == 12
    assert [str(note) for note in plan["notes"]] == ["The list has 12 prospects; the rest would have to be found."]


def test_addresses_come_from_the_best_segment_down_to_the_capacity(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    plan = address_plan(seller, two_segments, settings(plan={"revenue_goal": 1e6}), capacity=7)
    assert plan["used"] == 7
    used = [(row["segment"], row["used"]) for row in plan["segments"]]
    assert used[0] == ("IT", 5)
    assert used[-1] == ("", 0)  # outside all segments: last
    assert sum(count for _, count in used) == 7
    assert plan["orders"] == pytest.approx(sum(row["orders"] for row in plan["segments"]))
    assert plan["funnel"][0]["expected"] == 7
    assert plan["funnel"][-1]["expected"] == pytest.approx(plan["orders"])
    assert any("capacity of 7 addresses does not reach the goal" in str(note) for note in plan["notes"])


def test_without_a_goal_the_last_year_and_a_tenth_is_taken_and_said(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    plan = address_plan(seller, two_segments, settings())
    assert plan["goal"] == pytest.approx(1.1 * (10 * 1000 + 5 * 100))
    assert any("No goal is given" in str(note) for note in plan["notes"])
    assert plan["addresses"]["low"] < plan["addresses"]["expected"] < plan["addresses"]["high"]
    json.dumps(to_plain(plan), allow_nan=False)


def test_without_activities_only_the_win_rate_is_used_and_it_is_said(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    bare = Companies.of(seller.accounts, seller.deals, seller.prospects)
    plan = address_plan(bare, two_segments, settings())
    assert [rate["after"] for rate in plan["rates"]] == ["order"]
    assert plan["rates"][0]["rate"] == pytest.approx(0.5)
    assert any("No activities are logged" in str(note) for note in plan["notes"])


def test_without_prospects_the_need_is_told_alone(seller: Companies, two_segments: object, settings: Make) -> None:
    plan = address_plan(Companies.of(seller.accounts, seller.deals), two_segments, settings())
    assert plan["used"] == plan["available"] == 0
    assert str(plan["sentence"]).endswith("there is no list of prospects to take them from.")


def test_without_amounts_there_is_no_plan_and_it_is_said(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    bare = Companies.of(seller.accounts, seller.deals.assign(amount=None), seller.prospects)
    plan = address_plan(bare, two_segments, settings())
    assert plan["addresses"] == {"low": None, "expected": None, "high": None}
    assert str(plan["sentence"]) == "Too little is known of past sales to plan."


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(goal=st.floats(10, 1e7), more=st.floats(1.01, 100), capacity=st.integers(1, 50))
def test_a_larger_goal_never_takes_fewer_addresses(
    seller: Companies, two_segments: object, settings: Make, goal: float, more: float, capacity: int
) -> None:
    small, large = (
        address_plan(seller, two_segments, settings(plan={"revenue_goal": wanted}), capacity)
        for wanted in (goal, goal * more)
    )
    for key in ("low", "expected", "high"):
        assert small["addresses"][key] <= large["addresses"][key]
    assert small["addresses"]["low"] <= small["addresses"]["expected"] <= small["addresses"]["high"]
    for plan in (small, large):
        assert plan["used"] <= min(capacity, 12)
        assert plan["used"] == sum(row["used"] for row in plan["segments"])


def test_only_prospects_that_qualify_are_planned_with(seller: Companies, two_segments: object, settings: Make) -> None:
    every = address_plan(seller, two_segments, settings(plan={"revenue_goal": 20_000}))
    rules = [{"rule": "industry = IT", "name": "IT only"}]
    narrowed = address_plan(seller, two_segments, settings(plan={"revenue_goal": 20_000}, qualify=rules))
    assert (every["available"], narrowed["available"]) == (12, 6)  # one prospect's industry is unknown: it stays
    assert {row["segment"]: row["available"] for row in narrowed["segments"]}["Food"] == 0
    assert "6 prospects that do not qualify by your rules are not counted." in map(str, narrowed["notes"])

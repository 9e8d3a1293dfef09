"""Who is won, lost and best."""

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.value.labels import best_customers, closed_deals
from lookalike.settings import Goal


@pytest.fixture(scope="module")
def base() -> Companies:
    rng = np.random.default_rng(0)
    n = 80
    created = pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 600, n), "D")
    deals = pd.DataFrame({
        "account_id": [f"c{at:02d}" for at in range(n)], "outcome": "won", "created": created,
        "closed": created + pd.to_timedelta(np.arange(n) + 5, "D"), "amount": np.arange(n) * 10.0 + 10,
        "margin": np.arange(n)[::-1] * 5.0,
    })  # fmt: skip
    return Companies.of(deals=deals)


def test_open_deals_are_not_closed() -> None:
    deals = pd.DataFrame({"account_id": ["a", "b"], "outcome": ["won", "open"], "created": pd.Timestamp("2024-01-01")})
    closed = closed_deals(Companies.of(deals=deals))
    assert closed["account_id"].tolist() == ["a"]
    assert closed["when"].tolist() == [pd.Timestamp("2024-01-01")]


def test_the_best_by_revenue_bring_most(base: Companies) -> None:
    best = best_customers(base, Goal())
    assert best.ids[:3] == ("c79", "c78", "c77")
    assert len(best.ids) == 20
    assert best.group
    assert "by most revenue, out of 80 customers" in str(best.reason)


@pytest.mark.parametrize(("by", "first"), [("speed", "c00"), ("margin", "c00"), ("revenue", "c79")])
def test_the_goal_decides(base: Companies, by: str, first: str) -> None:
    best = best_customers(base, Goal(best_by=by, groups=(1e9,)))
    assert best.ids[0] == first
    assert best.by == by


def test_a_mix_weighs_ranks(base: Companies) -> None:
    best = best_customers(base, Goal(best_by="mix", weights={"revenue": 1.0, "margin": 3.0}, groups=(1e9,)))
    assert best.by == "mix"
    assert best.ids[0] == "c00"


@pytest.mark.parametrize("count", [10, 20, 50])
def test_the_count_is_as_asked_but_at_most_half(base: Companies, count: int) -> None:
    assert len(best_customers(base, Goal(count=count, groups=(1e9,))).ids) == min(count, 40)


def test_without_amounts_it_falls_back_and_says_why() -> None:
    deals = pd.DataFrame({"account_id": list("aabc"), "outcome": "won"})
    best = best_customers(Companies.of(deals=deals), Goal(best_by="margin"))
    assert (best.ids, best.by) == (("a",), "orders")
    assert "Margin is known of only 0, so they are ranked by orders" in str(best.reason)


def test_nobody_bought() -> None:
    best = best_customers(Companies.of(deals=pd.DataFrame({"account_id": ["a"], "outcome": ["lost"]})), Goal())
    assert best.ids == ()
    assert "Nobody has bought" in str(best.reason)


def test_ties_are_broken_by_id() -> None:
    deals = pd.DataFrame({"account_id": list("edcba"), "outcome": "won", "amount": [1.0, 5.0, 5.0, 5.0, 5.0]})
    assert best_customers(Companies.of(deals=deals), Goal()).ids == ("a", "b")


def test_where_nothing_tells_customers_apart_all_of_them_are_best() -> None:
    accounts = pd.DataFrame({"account_id": list("dcba"), "relationship": ["customer", "customer", "customer", "lead"]})
    best = best_customers(Companies.of(accounts=accounts), Goal())
    assert (best.ids, best.by) == (("b", "c", "d"), "all")
    assert str(best.reason) == "Nothing known of the 3 customers tells which are best, so all of them are taken."


@pytest.mark.parametrize(("customers", "best"), [(30, 10), (100, 20), (400, 50)])
def test_a_larger_base_has_more_best_customers(customers: int, best: int) -> None:
    ids = [f"c{at:03d}" for at in range(customers)]
    deals = pd.DataFrame({"account_id": ids, "outcome": "won", "amount": np.arange(customers) + 1.0})
    assert len(best_customers(Companies.of(deals=deals), Goal(groups=(1e9,))).ids) == best


@pytest.mark.parametrize(
    ("by", "first"),
    [("revenue", "much"), ("margin", "profit"), ("speed", "quick"), ("loyalty", "old"), ("orders", "often")],
)
def test_each_goal_knows_which_end_is_good(by: str, first: str) -> None:
    table = {"much": (100, 1, 50, 100), "profit": (10, 9, 50, 100), "quick": (10, 1, 1, 100), "old": (10, 1, 50, 500)}
    table["often"] = (10, 1, 50, 100)
    rows = [
        {
            "account_id": name,
            "outcome": "won",
            "amount": float(money),
            "margin": float(margin),
            "days": days,
            "age": age,
        }
        for name, (money, margin, days, age) in table.items()
    ]
    deals = pd.DataFrame(rows + [rows[-1]] * 2).reset_index(drop=True)
    deals["closed"] = pd.Timestamp("2024-06-01") - pd.to_timedelta(deals["age"], "D")
    deals["created"] = deals["closed"] - pd.to_timedelta(deals["days"], "D")
    deals.loc[4:, ["amount", "margin"]] /= 3
    deals["deal_id"] = [f"d{at}" for at in range(len(deals))]
    assert best_customers(Companies.of(deals=deals), Goal(best_by=by, groups=(1e9,))).ids[0] == first

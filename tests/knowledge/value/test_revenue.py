"""Revenue groups, main stream, Pareto figure and what recurs."""

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.errors import SettingsError
from lookalike.knowledge.value.customers import purchases
from lookalike.knowledge.value.labels import best_customers
from lookalike.knowledge.value.revenue import group_of, pareto_figure, recurring_revenue, revenue_profile
from lookalike.settings import Goal


def won(amounts: list[float | None]) -> Companies:
    ids = [f"c{at:03d}" for at in range(len(amounts))]
    return Companies.of(deals=pd.DataFrame({"account_id": ids, "outcome": "won", "amount": amounts}))


def test_own_thresholds_divide_as_in_the_article() -> None:
    profile = revenue_profile(won([3, 4, 10, 15, 18, 40]), Goal(groups=(6, 21)))
    assert [(group.name, group.accounts) for group in profile.groups] == [("small", 2), ("medium", 3), ("large", 1)]
    assert [group.share for group in profile.groups] == pytest.approx([7 / 90, 43 / 90, 40 / 90])


def test_automatic_thresholds_move_until_a_group_leads_clearly() -> None:
    amounts = np.random.default_rng(0).lognormal(10, 1, 300)
    profile = revenue_profile(won(list(amounts)), Goal())
    shares = sorted(group.share for group in profile.groups)
    assert profile.clear
    assert shares[-1] >= 0.5
    assert shares[-1] >= 1.5 * shares[-2]
    assert sum(group.accounts for group in profile.groups) == 300


def test_the_focus_of_the_settings_wins() -> None:
    companies = won([3, 4, 10, 15, 18, 40])
    assert revenue_profile(companies, Goal(groups=(6, 21), focus="small")).main_stream == "small"
    with pytest.raises(SettingsError, match=r"no revenue group 'smal'.*did you mean 'small'"):
        revenue_profile(companies, Goal(groups=(6, 21), focus="smal"))


def test_without_amounts_it_says_so() -> None:
    profile = revenue_profile(won([None, None]), Goal())
    assert (profile.groups, profile.pareto) == ((), None)
    assert "No revenue is known" in str(profile.sentence)


def test_few_customers_are_not_divided() -> None:
    profile = revenue_profile(won([1, 2, 3]), Goal())
    assert [group.name for group in profile.groups] == ["all"]


def test_the_group_of_each_customer_is_found() -> None:
    profile = revenue_profile(won([3, 10, 40]), Goal(groups=(6, 21)))
    said = group_of(profile, pd.DataFrame({"yearly": [3.0, 6.0, 1000.0, np.nan, 0.0]}))
    assert said.tolist() == ["small", "medium", "large", None, None]


def test_pareto_is_the_actual_figure() -> None:
    equal = pareto_figure(pd.Series([1.0] * 10))
    assert (equal.top_share, equal.revenue_share, equal.accounts_for_80) == (0.2, 0.2, 0.8)


def test_orders_count_and_deals_only_where_there_are_none() -> None:
    deals = pd.DataFrame({"account_id": ["a", "b"], "outcome": "won", "amount": [100.0, 50.0]})
    orders = pd.DataFrame({"order_id": ["1", "2"], "account_id": ["a", "a"], "amount": [30.0, 40.0]})
    assert purchases(Companies.of(deals=deals, orders=orders))["revenue"].to_dict() == {"a": 70.0, "b": 50.0}


def test_churn_and_retention_from_orders() -> None:
    dates = ["2021-12-01", "2022-06-01", "2022-06-01", "2023-06-01", "2023-12-01"]
    orders = pd.DataFrame(
        {"account_id": ["a", "a", "b", "a", "c"], "date": pd.to_datetime(dates), "amount": [1.0, 100, 50, 120, 9]}
    )
    accounts = pd.DataFrame({"account_id": ["a", "b", "c"]})
    recurring = recurring_revenue(Companies.of(accounts, orders=orders, as_of="2023-12-31"))
    assert recurring is not None
    assert (recurring.customers, recurring.churn) == (2, 0.5)
    assert recurring.retained == pytest.approx(120 / 150)
    assert recurring.revenue == 120
    assert recurring.low < 0.5 < recurring.high


def test_a_short_history_says_nothing_of_churn() -> None:
    orders = pd.DataFrame({"account_id": ["a"], "date": pd.to_datetime(["2023-06-01"]), "amount": [1.0]})
    assert recurring_revenue(Companies.of(pd.DataFrame({"account_id": ["a"]}), orders=orders)) is None


def test_thresholds_that_let_no_group_lead_are_moved() -> None:
    amounts = list(np.random.default_rng(1).lognormal(10, 0.3, 300))
    thirds = tuple(np.quantile(amounts, [1 / 3, 2 / 3]))
    assert not revenue_profile(won(amounts), Goal(groups=thirds)).clear
    moved = revenue_profile(won(amounts), Goal())
    assert moved.clear
    assert min(group.accounts for group in moved.groups) >= 30  # a tenth of the customers in each


def test_the_focus_of_the_settings_is_said() -> None:
    profile = revenue_profile(won([3, 4, 10, 15, 18, 40]), Goal(groups=(6, 21), focus="small"))
    assert profile.main_stream == "small"
    assert "chosen in the settings" in str(profile.sentence)


def test_a_customer_without_orders_has_its_won_deals_even_where_others_have_orders() -> None:
    deals = pd.DataFrame({"account_id": ["a", "b", "b"], "outcome": "won", "amount": [100.0, 50.0, 50.0]})
    orders = pd.DataFrame({"order_id": ["1"], "account_id": ["a"], "amount": [30.0]})
    assert purchases(Companies.of(deals=deals, orders=orders))["orders"].to_dict() == {"a": 1.0, "b": 2.0}


def test_subscriptions_of_those_who_left_do_not_recur() -> None:
    dates = pd.to_datetime(["2021-06-01", "2022-06-01", "2023-06-01"])
    orders = pd.DataFrame({"account_id": ["a", "a", "a"], "date": dates, "amount": 10.0})
    accounts = pd.DataFrame(
        {"account_id": ["a", "b"], "relationship": ["Customer", "Former customer"], "recurring_revenue": [700.0, 900.0]}
    )
    recurring = recurring_revenue(Companies.of(accounts, orders=orders, as_of="2023-12-31"))
    assert recurring is not None
    assert recurring.revenue == 700


def licensed(licences: list[float | None]) -> Companies:
    """Customers with so many licences, each worth ten a year."""
    ids = [f"c{at:03d}" for at in range(len(licences))]
    deals = pd.DataFrame({"account_id": ids, "outcome": "won", "amount": [10.0 * (one or 1) for one in licences]})
    return Companies.of(pd.DataFrame({"account_id": ids, "licences": licences}), deals)


def test_licences_divide_as_in_the_article() -> None:
    profile = revenue_profile(licensed([1, 5, 6, 20, 21, 90, None]), Goal(groups_by="licences", groups=(6, 21)))
    assert [(group.name, group.by, group.accounts) for group in profile.groups] == [
        ("small", "licences", 2),
        ("medium", "licences", 2),
        ("large", "licences", 2),
    ]
    assert [group.share for group in profile.groups] == pytest.approx([6 / 143, 26 / 143, 111 / 143])
    assert "Main stream: the large customers (at least 21 licences), 2 of 6" in str(profile.sentence)
    medium = revenue_profile(licensed([1, 5, 6, 20, 20, 20]), Goal(groups_by="licences", groups=(6, 21)))
    assert "the medium customers (6–20 licences)" in str(medium.sentence)


def test_the_best_come_from_the_main_stream_by_licences() -> None:
    companies = licensed([1, 2, 3, 4, 30, 40, 50, 60])
    best = best_customers(companies, Goal(groups_by="licences", groups=(6, 21), best_by="revenue"))
    assert best.ids == ("c007", "c006", "c005", "c004")
    assert best.group == "large"


def test_where_no_licences_are_known_revenue_divides() -> None:
    profile = revenue_profile(won([3, 4, 10, 15, 18, 40]), Goal(groups_by="licences", groups=(6, 21)))
    assert {group.by for group in profile.groups} == {"revenue"}

"""How an account stands with us follows from what happened."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.companies.accounts.standing import relation_before, with_history


def relations(accounts: dict, deals: dict | None = None, orders: dict | None = None, **more: Any) -> list[str]:
    frames = [pd.DataFrame(table) if table else None for table in (accounts, deals, orders)]
    companies = Companies.of(frames[0], frames[1], orders=frames[2], **more)
    return companies.accounts["relation"].tolist()


def test_a_customer_that_stopped_buying_while_others_went_on_is_an_ex_customer() -> None:
    deals = {
        "deal_id": ["1", "2"],
        "account_id": ["a", "b"],
        "outcome": ["won", "won"],
        "closed": pd.to_datetime(["2015-01-01", "2020-01-01"]),
    }
    assert relations({"account_id": ["a", "b"]}, deals) == ["customer", "customer"]
    assert relations({"account_id": ["a", "b"]}, deals, ex_customer_after_days=730) == ["ex-customer", "customer"]
    assert relations({"account_id": ["a", "b"]}, deals, ex_customer_after_days=3000) == ["customer", "customer"]


def test_accounts_of_which_nothing_is_told_are_customers() -> None:
    assert relations({"account_id": ["a", "b"], "relationship": [None, None]}) == ["customer", "customer"]
    assert relations({"account_id": ["a", "b"], "relationship": ["Lead", None]}) == ["known", "known"]
    deals = {"account_id": ["a"], "outcome": ["lost"]}
    assert relations({"account_id": ["a", "b"]}, deals) == ["lost", "known"]


def test_when_nobody_bought_lately_the_record_ended_and_not_the_relations() -> None:
    deals = {
        "account_id": ["a", "b"],
        "outcome": ["won", "won"],
        "closed": pd.to_datetime(["2015-01-01", "2015-02-01"]),
    }
    assert relations({"account_id": ["a", "b"]}, deals, as_of="2024-01-01") == ["customer", "customer"]


def test_orders_make_a_customer_and_keep_one() -> None:
    deals = {
        "account_id": ["a", "b"],
        "outcome": ["won", "lost"],
        "closed": pd.to_datetime(["2015-01-01", "2020-01-01"]),
    }
    orders = {"account_id": ["a", "b"], "date": pd.to_datetime(["2020-05-01", "2020-01-01"])}
    assert relations({"account_id": ["a", "b"]}, deals, orders) == ["customer", "customer"]


def test_an_end_date_that_has_passed_makes_an_ex_customer_and_a_future_one_does_not() -> None:
    accounts = {"account_id": ["a", "b", "c"], "customer_until": pd.to_datetime(["2020-01-01", "2030-01-01", None])}
    deals = {"account_id": ["a", "b", "c"], "outcome": ["won"] * 3, "closed": pd.to_datetime(["2021-01-01"] * 3)}
    assert relations(accounts, deals) == ["ex-customer", "customer", "customer"]


def test_the_crms_own_words_count_in_several_languages() -> None:
    words = ["Kunde", "Tidligere kunde", "Entinen asiakas", "Konkurrent", "Potential customer", None]
    ids = [str(number) for number in range(len(words))]
    assert relations({"account_id": ids, "relationship": words}) == [
        "customer",
        "ex-customer",
        "ex-customer",
        "known",
        "known",
        "known",
    ]


def dealings(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Accounts, deals and orders of few companies over ten years: wins, losses, open deals and silences."""
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2012-01-01") + pd.to_timedelta(rng.integers(0, 3650, 75), unit="D")
    account = rng.choice(list("abcdefghijkl"), 75)
    deals = pd.DataFrame(
        {"account_id": account[:60], "outcome": rng.choice(["won", "lost", "open"], 60, p=[0.2, 0.6, 0.2])}
    )
    deals["created"], deals["closed"] = days[:60], days[:60] + pd.to_timedelta(rng.integers(0, 200, 60), unit="D")
    orders = pd.DataFrame({"account_id": account[60:], "date": days[60:]})
    accounts = pd.DataFrame({"account_id": list("abcdefghijkl"), "customer_until": pd.NaT})
    accounts.loc[:2, "customer_until"] = pd.Timestamp("2017-01-01")
    companies = Companies.of(accounts, deals, orders=orders)
    return companies.accounts, companies.deals, companies.orders


@pytest.mark.parametrize("seed", range(2))
def test_a_deals_past_is_the_relation_of_its_company_on_the_day_it_began(seed: int) -> None:
    accounts, deals, orders = dealings(seed)
    told = relation_before(accounts, deals, orders, 730)
    called = {"known": "cold", "lost": "lost-before"}
    for deal in deals.itertuples():
        earlier = deals[(deals["closed"] < deal.created) & (deals["outcome"] != "open")]
        then = with_history(
            accounts, earlier, orders[orders["date"] < deal.created], deal.created, 730, believe_crm=False
        )
        relation = then.set_index("account_id")["relation"][deal.account_id]
        assert told[deal.deal_id] == called.get(relation, relation)


def test_what_comes_later_leaves_the_past_of_earlier_deals_as_it_was() -> None:
    accounts, deals, orders = dealings(7)
    cut = deals["created"].median()
    later = deals["closed"] >= cut
    shuffled = deals.copy()
    shuffled.loc[later, "outcome"] = np.random.default_rng(0).permutation(deals.loc[later, "outcome"])
    earlier = deals.loc[deals["created"] <= cut, "deal_id"]
    before, after = (relation_before(accounts, one, orders, 730) for one in (deals, shuffled))
    assert before[earlier].equals(after[earlier])
    assert not before.equals(after)


def test_where_dates_are_missing_the_past_is_unknown() -> None:
    deals = pd.DataFrame({"account_id": ["a", "a", "b"], "outcome": ["lost", "won", "won"]})
    deals["closed"] = pd.to_datetime([None, "2020-01-01", "2020-01-01"])
    companies = Companies.of(None, deals)
    told = relation_before(companies.accounts, companies.deals, companies.orders, 730)
    assert told.tolist() == ["unknown", "unknown", "cold"]

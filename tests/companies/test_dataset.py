"""The plain data that all rooms build on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.schema import TABLES


def made(**more: Any) -> Companies:
    accounts = pd.DataFrame({"account_id": ["b", "a", "c"], "industry": ["IT", "Food", "IT"], "employees": [3, 50, 8]})
    deals = pd.DataFrame(
        {
            "deal_id": ["1", "2", "3", "4"],
            "account_id": ["a", "a", "b", "c"],
            "outcome": ["won", "won", "lost", "open"],
            "amount": [100.0, 50.0, 30.0, None],
            "closed": pd.to_datetime(["2020-01-01", "2022-05-01", "2022-06-01", None]),
            "created": pd.to_datetime(["2019-01-01", "2022-01-01", "2022-02-01", "2022-06-02"]),
        }
    )
    prospects = pd.DataFrame({"prospect_id": ["p", "q"], "industry": ["IT", None], "employees": [7, 9]})
    return Companies.of(accounts, deals, prospects, **more)


def test_accounts_are_sorted_and_carry_their_history() -> None:
    accounts = made().accounts
    assert accounts["account_id"].tolist() == ["a", "b", "c"]
    assert accounts["relation"].tolist() == ["customer", "lost", "open"]
    assert accounts["won_amount"].tolist() == [150.0, 0.0, 0.0]
    assert accounts["first_won"].tolist()[0] == pd.Timestamp("2020-01-01")
    assert accounts["last_won"].tolist()[0] == pd.Timestamp("2022-05-01")


def test_the_data_speak_for_their_latest_day_unless_told() -> None:
    assert made().as_of == pd.Timestamp("2022-06-02")
    assert made(as_of="2023-01-01").as_of == pd.Timestamp("2023-01-01")
    undated = Companies.of(deals=pd.DataFrame({"account_id": ["a"], "outcome": ["won"]}))
    assert pd.isna(undated.as_of)


def test_tables_of_events_have_every_canonical_column_even_when_empty() -> None:
    companies = made()
    for table in ("deals", "orders", "activities", "contacts"):
        assert list(getattr(companies, table).columns)[: len(TABLES[table])] == list(TABLES[table])
    assert len(companies.excluded) == len(companies.rejected) == 0


def test_attributes_are_the_shared_columns() -> None:
    assert [(a.name, a.kind.value) for a in made().attributes] == [("industry", "category"), ("employees", "number")]


def test_restricted_forgets_the_other_deals_and_tells_history_for_that_day() -> None:
    orders = pd.DataFrame({"account_id": ["b", "b"], "date": pd.to_datetime(["2019-05-05", "2022-05-05"])})
    companies = made(orders=orders)
    assert companies.accounts["relation"].tolist() == ["customer", "customer", "open"]
    early = companies.restricted(["1"])
    assert early.as_of == pd.Timestamp("2020-01-01")
    assert early.accounts["won"].tolist() == [1, 0, 0]
    assert early.accounts["relation"].tolist() == ["customer", "customer", "known"]
    assert len(early.orders) == 1
    assert early.prospects is companies.prospects


def test_restricted_forgets_the_orders_of_companies_whose_deals_it_forgets() -> None:
    deals = pd.DataFrame({"deal_id": ["1", "2", "3"], "account_id": ["a", "a", "b"], "outcome": ["won", "lost", "won"]})
    orders = pd.DataFrame({"account_id": ["a", "b", "c"], "date": pd.NaT, "amount": 5.0})
    companies = Companies.of(pd.DataFrame({"account_id": ["a", "b", "c"]}), deals, orders=orders)
    without_b = companies.restricted(["1"])
    assert without_b.orders["account_id"].tolist() == ["a", "c"]
    assert dict(zip(*(without_b.accounts[name] for name in ("account_id", "relation")), strict=True))["b"] == "known"


def test_restricted_does_not_believe_what_the_crm_says_today() -> None:
    accounts = pd.DataFrame({"account_id": ["a", "b"], "relationship": ["Former customer", "Customer"]})
    deals = pd.DataFrame({"deal_id": ["1", "2"], "account_id": ["a", "b"], "outcome": ["won", "lost"]})
    companies = Companies.of(accounts, deals)
    assert companies.accounts["relation"].tolist() == ["ex-customer", "customer"]
    assert companies.restricted(["1", "2"]).accounts["relation"].tolist() == ["customer", "lost"]

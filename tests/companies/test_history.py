"""How an account stands with us follows from what happened."""

from __future__ import annotations

import pandas as pd

from lookalike.companies import Companies


def relations(accounts: dict, deals: dict | None = None, orders: dict | None = None, **more: object) -> list[str]:
    frames = [pd.DataFrame(table) if table else None for table in (accounts, deals, orders)]
    companies = Companies.of(frames[0], frames[1], orders=frames[2], **more)  # type: ignore[arg-type]
    return companies.accounts["relation"].tolist()


def test_a_customer_that_stopped_buying_while_others_went_on_is_an_ex_customer() -> None:
    deals = {
        "deal_id": ["1", "2"],
        "account_id": ["a", "b"],
        "outcome": ["won", "won"],
        "closed": pd.to_datetime(["2015-01-01", "2020-01-01"]),
    }
    assert relations({"account_id": ["a", "b"]}, deals) == ["ex-customer", "customer"]
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

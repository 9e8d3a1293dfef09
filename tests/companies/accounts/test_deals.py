"""Product lines become deals, and what deal rows tell of a company becomes the company's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies.accounts.deals import company_rows, facts_of_deals, one_row_per_deal


def test_lines_of_a_deal_are_summed_and_the_commonest_word_counts() -> None:
    lines = pd.DataFrame(
        {
            "deal_id": ["1", "2", "1", "1", None],
            "amount": [5.0, 1.0, 7.0, np.nan, 3.0],
            "outcome": ["won", "lost", "won", "won", "won"],
            "product": ["a", "b", "c", "c", "d"],
            "closed": pd.to_datetime(["2020-01-01", None, "2020-03-01", "2020-02-01", None]),
        }
    )
    rows = one_row_per_deal(lines)
    assert rows.deals["amount"].tolist() == [12.0, 1.0, 3.0]
    assert rows.deals["product"].tolist() == ["c", "b", "d"]
    assert rows.deals["closed"][0] == pd.Timestamp("2020-03-01")
    assert (rows.lines, rows.repeated) == (2, 0)


def test_a_total_that_every_line_of_a_deal_repeats_counts_once_and_equal_prices_are_summed() -> None:
    deal_id = np.repeat([str(number) for number in range(6)], 3)
    total, price = np.repeat([10.0, 20.0, 30.0, 40.0, 50.0, 60.0], 3), np.full(18, 9.0)
    lines = pd.DataFrame({"deal_id": deal_id, "amount": total, "margin": price, "product": ["a", "b", "c"] * 6})
    rows = one_row_per_deal(lines)
    assert rows.deals["amount"].tolist() == [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]
    assert rows.deals["margin"].tolist() == [27.0] * 6
    assert (rows.summed, rows.totals) == (("margin",), ("amount",))
    few = one_row_per_deal(lines[lines["deal_id"] < "4"])
    assert few.deals["amount"].tolist() == [30.0, 60.0, 90.0, 120.0]
    assert (few.summed, few.totals) == (("amount", "margin"), ())


def test_a_deal_exported_twice_is_not_worth_twice_as_much() -> None:
    rows = one_row_per_deal(pd.DataFrame({"deal_id": ["1", "1", "2"], "amount": [5.0, 5.0, 1.0]}))
    assert rows.deals["amount"].tolist() == [5.0, 1.0]
    assert (rows.lines, rows.repeated) == (0, 1)


def test_an_amount_that_is_missing_on_every_line_stays_missing() -> None:
    rows = one_row_per_deal(pd.DataFrame({"deal_id": ["1", "1"], "amount": [np.nan, np.nan], "product": ["a", "b"]}))
    assert rows.deals["amount"].isna().all()


def test_the_newest_value_that_is_filled_becomes_the_companys() -> None:
    deals = pd.DataFrame(
        {
            "deal_id": ["1", "2", "3"],
            "account_id": ["a", "a", "b"],
            "created": pd.to_datetime(["2020-01-01", "2021-01-01", "2020-01-01"]),
            "closed": pd.NaT,
            "Region": ["North", None, "South"],
            "industry": ["IT", "Food", None],
        }
    )
    rows = company_rows(deals)
    assert rows["Region"].tolist() == ["North", "South"]
    assert rows["industry"].tolist() == ["Food", None]


def test_what_differs_between_deals_of_one_company_is_a_fact_about_the_deal() -> None:
    rng = np.random.default_rng(3)
    company = np.repeat(np.arange(60), 3)
    deals = pd.DataFrame(
        {
            "deal_id": [str(number) for number in range(180)],
            "account_id": [f"k{number}" for number in company],
            "created": pd.Timestamp("2020-01-01"),
            "closed": pd.NaT,
            "Region": np.array(["N", "S", "E"], dtype=object)[company % 3],
            "Terms": np.array(["x", "y"], dtype=object)[rng.integers(0, 2, 180)],
        }
    )
    refused = facts_of_deals(deals)
    assert list(refused) == ["Terms"]
    assert "differs between successive deals of the same company in" in str(refused["Terms"].evidence)

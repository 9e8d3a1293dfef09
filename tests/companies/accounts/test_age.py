"""The age of a record is told for the day before its first deal, so that nothing later is known."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.accounts.age import with_age

DAY = pd.Timestamp("2025-01-01")
ACCOUNTS = pd.DataFrame({"account_id": ["a", "b", "c"], "account_created": pd.to_datetime(["2020-01-01"] * 3)})
PROSPECTS = pd.DataFrame({"prospect_id": ["p", "q"], "account_created": pd.to_datetime(["2023-01-01", None])})
DEALS = pd.DataFrame(
    {
        "account_id": ["a", "a", "b"],
        "created": pd.to_datetime(["2022-01-01", "2021-01-01", None]),
        "closed": pd.to_datetime(["2022-06-01", "2024-01-01", "2019-06-01"]),
    }
)


def test_an_account_is_as_old_as_at_its_first_deal_and_a_prospect_as_today() -> None:
    accounts, prospects = with_age(ACCOUNTS, PROSPECTS, DEALS, DAY)
    assert accounts["account_age"].tolist() == pytest.approx([1.0, 0.0, 5.0], abs=0.01)
    assert prospects["account_age"].tolist() == pytest.approx([2.0, float("nan")], abs=0.01, nan_ok=True)


def test_later_deals_do_not_change_an_accounts_age() -> None:
    later = pd.concat([DEALS, DEALS.assign(created=pd.Timestamp("2024-12-01"))])
    before, after = (with_age(ACCOUNTS, PROSPECTS, deals, DAY)[0] for deals in (DEALS, later))
    pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize(
    ("accounts", "prospects", "day"),
    [
        (ACCOUNTS.drop(columns="account_created"), PROSPECTS, DAY),
        (ACCOUNTS, PROSPECTS.drop(columns="account_created"), DAY),
        (ACCOUNTS, PROSPECTS, pd.NaT),
    ],
)
def test_where_one_side_cannot_tell_there_is_no_age(
    accounts: pd.DataFrame, prospects: pd.DataFrame, day: pd.Timestamp
) -> None:
    for side in with_age(accounts, prospects, DEALS, day):
        assert "account_age" not in side

"""How long the CRM has known a company, as far as that was known before its deals."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.headings import AGE

DAYS_A_YEAR = 365.25


def with_age(
    accounts: pd.DataFrame, prospects: pd.DataFrame, deals: pd.DataFrame, as_of: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accounts and prospects with `account_age` (years), where both sides know when the record was made.

    An account's age is told for the day its first deal was opened, so that nothing later is known; a prospect's, and
    that of an account without deals, for `as_of`. A record younger than its first deal has age 0.

    Parameters
    ----------
    accounts, prospects : DataFrame
        Clean tables, with `account_created` or not.
    deals : DataFrame
        With `account_id`, `created`, `closed`.
    as_of : Timestamp
    """
    if "account_created" not in accounts or "account_created" not in prospects or pd.isna(as_of):
        return accounts, prospects
    opened = deals["created"].fillna(deals["closed"]).groupby(deals["account_id"]).min()
    day = pd.to_datetime(accounts["account_id"].map(opened)).fillna(as_of)
    return (
        accounts.assign(**{AGE: _years(accounts["account_created"], day)}),
        prospects.assign(**{AGE: _years(prospects["account_created"], as_of)}),
    )


def _years(since: pd.Series, until: pd.Series | pd.Timestamp) -> pd.Series:
    return ((until - since).dt.days / DAYS_A_YEAR).clip(lower=0).astype("float64")

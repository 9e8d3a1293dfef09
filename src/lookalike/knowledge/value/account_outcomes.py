"""What came of each account: deals won of those closed, their value, how long they took."""

from __future__ import annotations

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.value.customers import purchases
from lookalike.languages import phrases


def outcomes(companies: Companies) -> pd.DataFrame:
    """One row per account, in their order.

    Returns
    -------
    DataFrame
        `won`, `closed` (deals), `amount` (money of the priced won deals; the customer's revenue where no deal has an
        amount), `priced` (how many those are), `days` (median of the closed deals, NaN unknown), `revenue` (money, NaN
        unknown), `customer` (bool: has ever bought).
    """
    ids = companies.accounts["account_id"]
    closed = companies.deals[companies.deals["outcome"].isin(["won", "lost"])]
    won = closed[closed["outcome"] == "won"]
    took = (closed["closed"] - closed["created"]).dt.days.where(lambda days: days >= 0)
    bought = purchases(companies)
    revenue = ids.map(bought["revenue"]).astype("float64")
    table = pd.DataFrame(
        {
            "won": ids.map(won.groupby("account_id", sort=False).size()),
            "closed": ids.map(closed.groupby("account_id", sort=False).size()),
            "amount": ids.map(won.groupby("account_id", sort=False)["amount"].sum()),
            "priced": ids.map(won.groupby("account_id", sort=False)["amount"].count()),
        }
    ).fillna(0.0)
    if not table["priced"].any():
        table = table.assign(amount=revenue.fillna(0.0), priced=revenue.notna().astype(float))
    days = ids.map(took.groupby(closed["account_id"]).median()).astype("float64")
    return table.assign(days=days, revenue=revenue, customer=ids.isin(bought.index))


def names_competitor(deals: pd.DataFrame) -> pd.Series:
    """Which deals name a competitor: bool; "None" or "Ingen" is nobody's name.

    Examples
    --------
    >>> names_competitor(pd.DataFrame({"competitor": ["Rival AS", "Ingen", None]})).tolist()
    [True, False, False]
    """
    rival = deals["competitor"]
    return rival.notna() & ~phrases("nobody").is_all_of(rival)

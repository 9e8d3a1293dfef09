"""What each customer has brought so far: revenue, margin, orders, speed and loyalty, one row per customer."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.accounts import deal_date

YEAR = 365.25  # days


@lru_cache(maxsize=1)
def purchases(companies: Companies) -> pd.DataFrame:
    """One row per account that has ever bought; the table is kept and shared, so nobody may change it.

    Revenue and margin come from the orders of an account where it has orders with amounts, else from its won deals,
    else from its recurring revenue: orders follow from deals, so the two are never added up.

    Parameters
    ----------
    companies : Companies

    Returns
    -------
    DataFrame
        Index `account_id`, sorted. `revenue`, `margin` (money, NaN unknown), `yearly` (revenue per year since the first
        purchase, counted as one year at least), `orders` (number; won deals where no order of the account is known),
        `days_to_close` (median of won deals), `tenure_days` (first purchase until today or until it left), `first`,
        `last` (dates of purchase), `left` (bool: ex-customer), `licences` (number, NaN unknown).
    """
    accounts = companies.accounts.set_index("account_id")
    bought = accounts["relation"].isin(["customer", "ex-customer"])
    table = pd.DataFrame(index=accounts.index[bought].sort_values())
    won = companies.deals[companies.deals["outcome"] == "won"]
    orders = companies.orders
    deal_day = deal_date(won)
    for name in ("amount", "margin"):
        from_deals = won.groupby("account_id", sort=False)[name].sum(min_count=1)
        from_orders = orders.groupby("account_id", sort=False)[name].sum(min_count=1)
        table[name] = from_orders.reindex(table.index).fillna(from_deals.reindex(table.index))
    if "recurring_revenue" in accounts:
        table["amount"] = table["amount"].fillna(accounts["recurring_revenue"])
    table = table.rename(columns={"amount": "revenue"}).astype("float64")
    ordered, sold = (rows.groupby("account_id", sort=False).size().reindex(table.index) for rows in (orders, won))
    table["orders"] = ordered.fillna(sold).fillna(0).astype("float64")
    took = (won["closed"] - won["created"]).dt.days.where(lambda days: days >= 0)
    table["days_to_close"] = took.groupby(won["account_id"], sort=False).median().reindex(table.index).astype("float64")
    days = pd.concat(
        [
            deal_day.groupby(won["account_id"], sort=False).agg(["min", "max"]),
            orders.groupby("account_id", sort=False)["date"].agg(["min", "max"]),
        ]
    )
    table["first"] = days["min"].groupby(level=0, sort=False).min().reindex(table.index)
    table["last"] = days["max"].groupby(level=0, sort=False).max().reindex(table.index)
    table["licences"] = accounts.get("licences", pd.Series(dtype="float64")).reindex(table.index).astype("float64")
    table["left"] = accounts["relation"].eq("ex-customer").reindex(table.index)
    return _with_duration(table, accounts, companies.as_of)


def _with_duration(table: pd.DataFrame, accounts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Add how long each has been a customer, and its revenue per year of that time."""
    end = pd.Series(as_of, index=table.index, dtype="datetime64[ns]").where(~table["left"], table["last"])
    if "customer_until" in accounts:
        until = accounts["customer_until"].reindex(table.index)
        end = end.where(~(until < end), until)
    table["tenure_days"] = (end - table["first"]).dt.days.clip(lower=0).astype("float64")
    years = (table["tenure_days"] / YEAR).clip(lower=1).fillna(1)
    return table.assign(yearly=table["revenue"] / years)

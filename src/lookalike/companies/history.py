"""What became of each account: deals won, lost and open, money won, and how it stands with us today."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies.words import says_competitor, says_customer, says_former

DERIVED = ("relation", "won", "lost", "open", "won_amount", "first_won", "last_won")


def with_history(
    accounts: pd.DataFrame,
    deals: pd.DataFrame,
    orders: pd.DataFrame,
    as_of: pd.Timestamp,
    ex_customer_after_days: int,
    believe_crm: bool = True,
) -> pd.DataFrame:
    """Accounts with their history derived from deals and orders.

    Parameters
    ----------
    accounts, deals, orders : DataFrame
        Canonical tables; `account_id` of deals and orders refers to accounts.
    as_of : Timestamp
        The day the history is told for; NaT when no table has dates.
    ex_customer_after_days : int
        A customer that bought nothing for so many days is an ex-customer, provided that others did buy since.
    believe_crm : bool, default True
        Use what the CRM says today about the relationship. Off when looking back at an earlier day.

    Returns
    -------
    DataFrame
        The same rows with `relation` (customer, ex-customer, lost, open, known), `won`, `lost`, `open` (deals),
        `won_amount` (money), `first_won`, `last_won` (dates; of won deals).
    """
    told = accounts.drop(columns=[name for name in DERIVED if name in accounts.columns])
    ids = told["account_id"]
    for outcome in ("won", "lost", "open"):
        counts = deals.loc[deals["outcome"] == outcome, "account_id"].value_counts()
        told[outcome] = ids.map(counts).fillna(0).astype("int64")
    won = deals[deals["outcome"] == "won"]
    told["won_amount"] = ids.map(won.groupby("account_id")["amount"].sum()).fillna(0.0).astype("float64")
    when = won.assign(when=won["closed"].fillna(won["created"])).groupby("account_id")["when"]
    told["first_won"] = pd.to_datetime(ids.map(when.min())).astype("datetime64[ns]")
    told["last_won"] = pd.to_datetime(ids.map(when.max())).astype("datetime64[ns]")
    told["relation"] = _relation(told, orders, as_of, ex_customer_after_days, believe_crm)
    return told


def _relation(
    told: pd.DataFrame, orders: pd.DataFrame, as_of: pd.Timestamp, ex_after_days: int, believe_crm: bool
) -> np.ndarray:
    """How each account stands with us; the first answer that holds counts."""
    ids = told["account_id"]
    ordered = ids.map(orders.groupby("account_id")["date"].max())
    last_bought = pd.concat([told["last_won"], pd.to_datetime(ordered)], axis=1).max(axis=1)
    bought = (told["won"] > 0) | ids.isin(orders["account_id"].dropna())
    silent = _silent(last_bought, as_of, ex_after_days)
    until = told["customer_until"] if "customer_until" in told else pd.Series(pd.NaT, index=told.index)
    left = until.notna() & ((until <= as_of) | pd.isna(as_of))
    words = told["relationship"] if believe_crm and "relationship" in told else pd.Series(None, index=told.index)
    former = (left & (bought | believe_crm)) | says_former(words)
    customer = bought | (says_customer(words) & ~says_competitor(words))
    if believe_crm and tells_nothing(told, orders):
        customer |= True
    return np.select(
        [former | (bought & silent), customer, told["open"] > 0, told["lost"] > 0],
        ["ex-customer", "customer", "open", "lost"],
        "known",
    )


def tells_nothing(told: pd.DataFrame, orders: pd.DataFrame) -> bool:
    """Whether nothing says who bought: then a list of accounts is a list of customers, as nobody lists others apart."""
    said = [told[name].notna().any() for name in ("relationship", "customer_until") if name in told]
    return not (any(said) or told[["won", "lost", "open"]].any(axis=None) or len(orders))


def _silent(last_bought: pd.Series, as_of: pd.Timestamp, days: int) -> pd.Series:
    """Bought nothing for `days` while others did: without active customers the record ended, not the relations."""
    if pd.isna(as_of):
        return pd.Series(False, index=last_bought.index)
    border = as_of - pd.Timedelta(days=days)
    return (last_bought < border) & bool((last_bought >= border).any())

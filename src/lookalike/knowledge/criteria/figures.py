"""The figures behind criteria, history, portfolio and plan: what accounts and segments bought, cost and answered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria.standard import standards
from lookalike.knowledge.value import YEAR, newcomers, purchases
from lookalike.languages import phrases

if TYPE_CHECKING:
    from lookalike.knowledge.segments import Segmentation


@lru_cache(maxsize=1)
def account_figures(companies: Companies) -> pd.DataFrame:
    """What each account bought, what it left us and what it cost to sell to; kept and shared, so nobody may change it.

    Parameters
    ----------
    companies : Companies

    Returns
    -------
    DataFrame indexed by account_id
        The columns of `purchases` (NaN for accounts that never bought) and `customer` (bool); `margin_base` (revenue
        of which the margin is known), `net_share` (margin less cost of sale, per money sold), `recent` and `before`
        (revenue of the last 365 days and of the 365 before), `products` (different ones), `won`, `lost`, `cost`
        (money, of all closed deals), `hours`.
    """
    ids = pd.Index(companies.accounts["account_id"], name="account_id")
    bought = purchases(companies)
    told = bought.reindex(ids)
    told["customer"] = ids.isin(bought.index)
    events = purchase_events(companies)
    who = ids.get_indexer(events["account_id"])
    products = pd.DataFrame({"who": who, "product": pd.factorize(events["product"])[0]}).query("product >= 0")
    told["products"] = np.bincount(products.drop_duplicates()["who"], minlength=len(ids)).astype(float)
    age = (companies.as_of - events["date"]).dt.days
    for name, start in (("recent", 0), ("before", 365)):
        within = ((age >= start) & (age < start + 365)).to_numpy()
        told[name] = np.bincount(who[within], events["amount"].fillna(0).to_numpy()[within], len(ids))
    deals, orders = companies.deals, companies.orders
    base = _sums(ids, orders[orders["margin"].notna()], "amount")
    won = deals[(deals["outcome"] == "won") & deals["margin"].notna()]
    told["margin_base"] = base.fillna(_sums(ids, won, "amount"))
    told["cost"] = _sums(ids, deals[deals["outcome"].isin(["won", "lost"])], "cost")
    told["hours"] = _sums(ids, companies.activities, "hours")
    told[["won", "lost"]] = companies.accounts[["won", "lost"]].to_numpy(dtype=float)
    told["net_share"] = ratio(told["margin"], told["margin_base"]) - ratio(told["cost"], told["revenue"]).fillna(0)
    return told


def _sums(ids: pd.Index, events: pd.DataFrame, column: str) -> pd.Series:
    """The sum of a column per account; NaN for accounts without a known value."""
    known = events[events[column].notna()]
    return known.groupby("account_id")[column].sum().reindex(ids)


def purchase_events(companies: Companies) -> pd.DataFrame:
    """Every purchase, one row each: the orders, or the won deals of a project without orders.

    Returns
    -------
    DataFrame
        account_id, date, amount, product.
    """
    columns = ["account_id", "date", "amount", "product"]
    if len(companies.orders):
        return companies.orders[columns]
    won = companies.deals[companies.deals["outcome"] == "won"]
    return won.assign(date=won["closed"].fillna(won["created"]))[columns]


def by_segment(companies: Companies, segmentation: Segmentation) -> tuple[pd.Series, pd.Series]:
    """The segment of every account (by account_id) and of every prospect (by row); None for none."""
    ids = pd.Index(companies.accounts["account_id"])
    accounts = segmentation.assign(companies.accounts)["segment"].set_axis(ids)
    if companies.prospects.empty:  # a project without prospects has no attribute columns there either
        return accounts, pd.Series(dtype=object)
    return accounts, segmentation.assign(companies.prospects)["segment"]


def segment_figures(companies: Companies, segmentation: Segmentation) -> pd.DataFrame:
    """The sums per segment that criteria and history are computed from, and their totals over the whole base.

    Returns
    -------
    DataFrame indexed by segment, in the order of the segmentation, and last ""
        The row "" is the whole base, segments or not. Counts: `accounts`, `customers`, `prospects`, `market`
        (accounts and prospects, each company once), `won`, `lost`, `orders`, `reference_known`, `references`,
        `ownership_known`, `public`, `grown` (companies with known growth), and those that single criteria add
        (`Standard.counts`). Money: `revenue`, `margin`, `margin_base`, `cost`, `recent`, `before`. Also `hours`,
        `years` (sum over customers), `growth` (median percent).
    """
    accounts, prospects = by_segment(companies, segmentation)
    names = [segment.name for segment in segmentation.segments]
    parts = [_account_sums(companies), *(one.counts(companies) for one in standards() if one.counts)]
    per_account = pd.concat([part.reindex(accounts.index) for part in parts], axis=1).fillna(0.0)
    sums = per_account.groupby(accounts.to_numpy()).sum().reindex(names).fillna(0.0)
    sums.loc[""] = per_account.sum()
    sums["prospects"] = _counts(prospects, names)
    sums["market"] = sums["accounts"] + _counts(prospects[newcomers(companies).to_numpy(dtype=bool)], names)
    everyone = pd.concat([companies.accounts, companies.prospects], ignore_index=True)
    where = pd.concat([accounts, prospects], ignore_index=True)
    sums["growth"], sums["grown"] = _growth(everyone, where, names)
    ownership = everyone.get("ownership", pd.Series(None, index=everyone.index, dtype=object))
    sums["ownership_known"] = _counts(where[ownership.notna().to_numpy()], names)
    sums["public"] = _counts(where[phrases("public").has(ownership).to_numpy()], names)
    return sums


def _account_sums(companies: Companies) -> pd.DataFrame:
    told = account_figures(companies)
    accounts = companies.accounts.set_index("account_id")
    customer = told["customer"]
    reference = accounts["reference"] if "reference" in accounts else pd.Series(pd.NA, index=told.index)
    summed = told[["revenue", "margin", "margin_base", "orders", "recent", "before", "cost", "hours", "won", "lost"]]
    return summed.assign(
        accounts=1.0,
        customers=customer.astype(float),
        years=told["tenure_days"] / YEAR,
        reference_known=(reference.notna() & customer).astype(float),
        references=(reference.eq(True).fillna(False).astype(bool) & customer).astype(float),
    )


def _growth(everyone: pd.DataFrame, where: pd.Series, names: list[str]) -> tuple[pd.Series, pd.Series]:
    growth = everyone["growth"] if "growth" in everyone else pd.Series(np.nan, index=everyone.index)
    by = growth.groupby(where.to_numpy())
    median, count = by.median().reindex(names), by.count().reindex(names).fillna(0)
    median.loc[""], count.loc[""] = growth.dropna().median(), growth.count()
    return median, count


def _counts(segments: pd.Series, names: list[str]) -> pd.Series:
    counted = segments.value_counts().reindex(names).fillna(0).astype(float)
    counted.loc[""] = float(len(segments))
    return counted


def ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Part per whole, NaN where there is no whole."""
    return part / whole.where(whole != 0)

"""Who counts as won, lost and best: the outcomes that everything else is learned from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.accounts import deal_date
from lookalike.knowledge.value.customers import purchases
from lookalike.knowledge.value.revenue import group_name, group_of, revenue_profile
from lookalike.languages import Message, say
from lookalike.settings import Goal

# measure -> (column of purchases, sign so that more is better)
ALL = "all"  # the measure when nothing tells customers apart
MEASURES = {
    "revenue": ("revenue", 1),
    "margin": ("margin", 1),
    "speed": ("days_to_close", -1),
    "loyalty": ("tenure_days", 1),
    "orders": ("orders", 1),
}
ENOUGH = 0.25  # share of the customers whose measure must be known to rank them by it
SIZES = ((60, 10), (200, 20))  # fewer customers than the first -> so many best; else BEST_OF_MANY
BEST_OF_MANY = 50


@dataclass(frozen=True)
class Best:
    """The best customers, best first, and why these.

    Attributes
    ----------
    ids : tuple of str
    by : str
        The measure that ranked them: revenue, margin, speed, loyalty, orders or mix; all, when none tells them apart.
    group : str
        The revenue group they come from; "" when customers are not grouped.
    reason : Message
        A sentence for people.
    values : Series
        Customer value by account_id, of all customers whose measure is known; more is better.
    """

    ids: tuple[str, ...]
    by: str
    group: str
    reason: Message
    values: pd.Series = field(compare=False)


def closed_deals(companies: Companies) -> pd.DataFrame:
    """One row per deal that was won or lost.

    Returns
    -------
    DataFrame
        `deal_id`, `account_id`, `won` (bool), `amount` (money, NaN unknown), `when` (day it closed, else was opened,
        else NaT); in the order of the deals.

    Examples
    --------
    >>> outcomes = ["won", "lost", "open"]
    >>> deals = pd.DataFrame({"account_id": ["a", "b", "b"], "outcome": outcomes, "amount": [10, None, 5]})
    >>> closed_deals(Companies.of(deals=deals))[["deal_id", "account_id", "won", "amount"]].values.tolist()
    [['1', 'a', True, 10.0], ['2', 'b', False, nan]]
    """
    deals = companies.deals[companies.deals["outcome"].isin(["won", "lost"])]
    table = deals[["deal_id", "account_id", "amount"]].assign(won=deals["outcome"].eq("won"), when=deal_date(deals))
    return table[["deal_id", "account_id", "won", "amount", "when"]].reset_index(drop=True)


def best_customers(companies: Companies, goal: Goal) -> Best:
    """The most valuable customers of the main stream, by the company's present goal.

    Parameters
    ----------
    companies : Companies
    goal : Goal
        What makes a customer good, how many to take, and how customers are grouped by revenue.

    Returns
    -------
    Best
        10, 20 or 50 by size of base, but at most half of the customers; none where nobody has bought yet, and all of
        them where nothing tells them apart.

    Examples
    --------
    >>> deals = pd.DataFrame({"account_id": ["a", "b", "c", "d"], "outcome": "won", "amount": [10, 40, 30, 20]})
    >>> best = best_customers(Companies.of(deals=deals), Goal())
    >>> best.ids, best.by
    (('b', 'c'), 'revenue')
    """
    table = purchases(companies)
    if table.empty:
        nobody = pd.Series(dtype="float64", index=pd.Index([], name="account_id"), name="value")
        return Best((), "", "", say("value.nobody"), nobody)
    by, values, why = _values(table, goal)
    if values.nunique() < 2:
        return Best(tuple(table.index), ALL, "", say("value.alike", customers=len(table)), values)
    revenue = revenue_profile(companies, goal)
    group = group_of(revenue, table) if len(revenue.groups) > 1 else pd.Series("", index=table.index)
    carrying = {one.name: one for one in revenue.groups}.get(revenue.main_stream) if len(revenue.groups) > 1 else None
    main = carrying.name if carrying else ""
    inside = values[group.reindex(values.index) == main] if by != "mix" or main else values
    wanted = _count(len(table), goal)
    taken = min(wanted, max(1, len(table) // 2), len(inside)) if len(inside) else 0
    ranked = inside.reset_index().sort_values(["value", "account_id"], ascending=[False, True])
    ids = tuple(ranked["account_id"].head(taken))
    about = {"taken": taken, "measure": say(f"measures.{by}"), "customers": len(table)}
    reason = say("value.best", **about)
    if carrying:
        reason = say(
            "value.best_of", group=group_name(carrying.name, carrying.by, carrying.low, carrying.high), **about
        )
    return Best(ids, by, main, say("value.instead", reason=reason, why=why) if why else reason, values)


def _count(customers: int, goal: Goal) -> int:
    if goal.count != "auto":
        return goal.count
    return next((size for limit, size in SIZES if customers < limit), BEST_OF_MANY)


def _values(table: pd.DataFrame, goal: Goal) -> tuple[str, pd.Series, Message | None]:
    """The measure that can be had, the value of every customer by it, and why it is not the one asked for."""
    if goal.best_by == "mix":
        mixed = _mix(table, goal)
        if len(mixed):
            return "mix", mixed, None
    order = dict.fromkeys([goal.best_by if goal.best_by != "mix" else "revenue", "revenue", "orders"])
    for by in order:
        column, sign = MEASURES[by]
        known = table[column].dropna()
        if len(known) >= max(1, ENOUGH * len(table)):
            asked = len(table[MEASURES.get(goal.best_by, MEASURES["revenue"])[0]].dropna())
            why = say("value.known_of_few", wanted=say(f"goals.{goal.best_by}"), known=asked, by=say(f"goals.{by}"))
            return by, (sign * known).rename("value"), None if by == goal.best_by else why
    raise AssertionError("the number of orders is known of every customer")


def _mix(table: pd.DataFrame, goal: Goal) -> pd.Series:
    """Customer value: weighted mean of the customer's rank (0-1) on each measure that enough customers have."""
    weights = {str(by): share for by, share in goal.weights.items()} or dict.fromkeys(MEASURES, 1.0)
    total = pd.Series(0.0, index=table.index)
    weight = pd.Series(0.0, index=table.index)
    for by, share in weights.items():
        column, sign = MEASURES[by]
        if table[column].notna().mean() >= ENOUGH:
            rank = (sign * table[column]).rank(pct=True)
            total += share * rank.fillna(0.0)
            weight += share * rank.notna()
    return (total / weight.where(weight > 0, np.nan)).dropna().rename("value")

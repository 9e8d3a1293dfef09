"""Where the revenue comes from: groups of customers by size, main stream, Pareto figure, what recurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.errors import SettingsError, did_you_mean
from lookalike.knowledge.statistics import readable_cuts, wilson
from lookalike.knowledge.value.customers import purchases
from lookalike.languages import Message, has, language, say
from lookalike.settings import Goal

LEADS = 1.5  # a group leads clearly with so many times the revenue of the second
HALF = 0.5  # ... and at least half of all revenue
SMALLEST = 0.1  # share of the customers in each automatic group
FEWEST = 9  # customers with revenue below which they are not divided
MEASURES = {"revenue": "yearly", "licences": "licences"}  # what makes a customer small or large -> column of purchases


@dataclass(frozen=True)
class RevenueGroup:
    """Customers with `low` <= size < `high`; `by` says what size is: yearly revenue, or licences.

    `share` is of the revenue of all groups, 0-1.
    """

    name: str
    by: str
    low: float
    high: float
    accounts: int
    revenue: float
    share: float


@dataclass(frozen=True)
class Pareto:
    """How concentrated revenue is: the share that the top fifth brings, and the share of customers that brings 80 %."""

    top_share: float
    revenue_share: float
    accounts_for_80: float


@dataclass(frozen=True)
class Recurring:
    """What comes back, from orders of the last two years (or what the CRM says of subscriptions).

    `churn` is the share of the customers active in the year before last that bought nothing in the last year, with a
    90 % interval; `retained` is what those customers bought in the last year against the year before (net revenue
    retention); `revenue` is last year's revenue from customers that had also bought the year before.
    """

    revenue: float
    churn: float
    low: float
    high: float
    customers: int
    retained: float
    ex_customers: int


@dataclass(frozen=True)
class Revenue:
    """Revenue groups, main stream, Pareto figure and recurring revenue; empty groups where no amounts are known."""

    groups: tuple[RevenueGroup, ...]
    main_stream: str
    clear: bool
    pareto: Pareto | None
    recurring: Recurring | None
    sentence: Message

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `icp.json`."""
        return asdict(self)


def revenue_profile(companies: Companies, goal: Goal) -> Revenue:
    """Divide the customers by yearly revenue or licences, and find the group that carries the business.

    Parameters
    ----------
    companies : Companies
    goal : Goal
        `groups_by` says what size is (revenue where licences are known of nobody who pays), `groups` gives own
        thresholds, `focus` the name of the group to take as main stream.

    Returns
    -------
    Revenue

    Raises
    ------
    SettingsError
        `focus` names no group.

    Examples
    --------
    >>> amounts = [5, 8, 9, 30, 35, 40, 60, 300, 400, 900]
    >>> deals = pd.DataFrame({"account_id": list("abcdefghij"), "outcome": "won", "amount": amounts})
    >>> profile = revenue_profile(Companies.of(deals=deals), Goal(groups=(10, 100)))
    >>> [(group.name, group.accounts, round(float(group.share), 2)) for group in profile.groups], profile.main_stream
    ([('small', 3, 0.01), ('medium', 4, 0.09), ('large', 3, 0.9)], 'large')
    """
    table = purchases(companies)
    known = table[table["revenue"] > 0]
    recurring = recurring_revenue(companies)
    if known.empty:
        return Revenue((), "", False, None, recurring, say("value.no_revenue"))
    by = goal.groups_by if (known[MEASURES[goal.groups_by]] > 0).any() else "revenue"
    sized = known[known[MEASURES[by]] > 0]
    edges = tuple(sorted(goal.groups)) if by == goal.groups_by else ()
    groups = _groups(sized, by, edges or _automatic(sized, by))
    main, clear = _main_stream(groups, goal.focus)
    pareto = pareto_figure(known["revenue"])
    return Revenue(groups, main.name, clear, pareto, recurring, _sentence(groups, main, clear, goal, pareto))


def group_of(revenue: Revenue, table: pd.DataFrame) -> pd.Series:
    """The name of the group of each customer of `purchases`; None where its size is unknown or not positive."""
    lows = np.array([group.low for group in revenue.groups])
    names = np.array([group.name for group in revenue.groups] + [None], dtype=object)
    size = table[MEASURES[revenue.groups[0].by]].to_numpy(float)
    place = np.searchsorted(lows, size, side="right") - 1
    return pd.Series(names[np.where(size > 0, place, -1)], index=table.index, dtype=object)


def pareto_figure(revenue: pd.Series) -> Pareto:
    """The actual figure behind "20 % of customers bring 80 % of revenue".

    Examples
    --------
    >>> pareto_figure(pd.Series([70.0, 10, 10, 5, 5]))
    Pareto(top_share=0.2, revenue_share=0.7, accounts_for_80=0.4)
    """
    falling = np.sort(revenue.to_numpy(float))[::-1]
    top = max(1, round(0.2 * len(falling)))
    running = np.cumsum(falling) / falling.sum()
    needed = int(np.searchsorted(running, 0.8 - 1e-9)) + 1
    return Pareto(top / len(falling), float(running[top - 1]), needed / len(falling))


def recurring_revenue(companies: Companies) -> Recurring | None:
    """What the last two years of orders say of returning customers; None without dated orders over two years."""
    orders = companies.orders.dropna(subset=["account_id", "date"])
    as_of = companies.as_of
    ex_customers = int((companies.accounts["relation"] == "ex-customer").sum())
    if orders.empty or pd.isna(as_of) or orders["date"].min() > as_of - pd.DateOffset(years=2):
        return None
    year = pd.DateOffset(years=1)
    amount = orders["amount"].fillna(0.0)
    spent = {
        name: amount[(orders["date"] > start) & (orders["date"] <= start + year)].groupby(orders["account_id"]).sum()
        for name, start in (("before", as_of - year - year), ("last", as_of - year))
    }
    active = spent["before"].index
    if active.empty:
        return None
    stayed = active.intersection(spent["last"].index)
    lost = len(active) - len(stayed)
    returned = float(spent["last"].reindex(stayed).sum())
    before = float(spent["before"].sum())
    present = companies.accounts[companies.accounts["relation"] == "customer"]
    said = present.get("recurring_revenue", pd.Series(dtype=float)).sum()
    low, high = wilson(lost, len(active))
    retained = returned / before if before > 0 else float("nan")
    return Recurring(float(said) or returned, lost / len(active), low, high, len(active), retained, ex_customers)


def _groups(known: pd.DataFrame, by: str, edges: Sequence[float]) -> tuple[RevenueGroup, ...]:
    """Customers and revenue between the thresholds."""
    bounds = [0.0, *edges, float("inf")]
    total = known["revenue"].sum()
    groups = []
    for name, (low, high) in zip(_names(bounds), pairwise(bounds), strict=True):
        inside = known.loc[(known[MEASURES[by]] >= low) & (known[MEASURES[by]] < high), "revenue"]
        brought = float(inside.sum())
        groups.append(RevenueGroup(name, by, low, high, len(inside), brought, brought / total))
    return tuple(groups)


def _names(bounds: Sequence[float]) -> list[str]:
    """Small, medium, large for the usual number of groups, else the range itself."""
    usual = {1: ["all"], 2: ["small", "large"], 3: ["small", "medium", "large"]}
    write = language("en").short  # the settings call a group so, whatever language is told
    ranges = [write(low) + (f"-{write(high)}" if np.isfinite(high) else "+") for low, high in pairwise(bounds)]
    return usual.get(len(bounds) - 1, ranges)


def group_name(name: str, by: str, low: float, high: float | None) -> Message:
    """How people call a revenue group: by its size, else by its range, open where `high` is none or infinite."""
    return say(f"revenue_groups.{name}") if has(f"revenue_groups.{name}") else _span(by, low, high)


def _span(by: str, low: float, high: float | None) -> Message:
    """The range of a group; licences are whole, so the range ends below the next group's first."""
    unit = "money" if by == "revenue" else ""
    if high is None or not np.isfinite(high):
        return say(f"value.by_{by}", range=say("ranges.at_least", value=low, unit=unit))
    ends = [low, high] if by == "revenue" else [max(low, 1.0), np.ceil(high) - 1]
    return say(f"value.by_{by}", range=say("ranges.between", range=ends, unit=unit))


def _automatic(known: pd.DataFrame, by: str) -> tuple[float, ...]:
    """Two round thresholds: as near to thirds of the customers as lets one group lead clearly."""
    sizes = np.sort(known[MEASURES[by]].to_numpy(float))
    cuts = readable_cuts(sizes)
    pairs = []
    for low, high in combinations(cuts, 2):
        at = np.searchsorted(sizes, [low, high]) / len(sizes)
        if min(at[0], at[1] - at[0], 1 - at[1]) >= SMALLEST:
            pairs.append((abs(at[0] - 1 / 3) + abs(at[1] - 2 / 3), (float(low), float(high))))
    if len(sizes) < FEWEST or not pairs:
        return ()
    for _, edges in sorted(pairs):
        if _leader(_groups(known, by, edges))[1]:
            return edges
    return max(pairs, key=lambda pair: (max(g.share for g in _groups(known, by, pair[1])), -pair[0]))[1]


def _leader(groups: Sequence[RevenueGroup]) -> tuple[RevenueGroup, bool]:
    """The group with most revenue, and whether it leads clearly."""
    first, *rest = sorted(groups, key=lambda group: -group.share)
    second = rest[0].share if rest else 0.0
    return first, first.share >= HALF and first.share >= LEADS * second


def _main_stream(groups: tuple[RevenueGroup, ...], focus: str) -> tuple[RevenueGroup, bool]:
    """The group that the settings name, else the leader."""
    if not focus:
        return _leader(groups)
    chosen = [group for group in groups if group.name == focus]
    if not chosen:
        known = [group.name for group in groups]
        raise SettingsError(say("value.no_group", group=focus), did_you_mean(focus, known), "[goal] focus")
    return chosen[0], True


def _sentence(groups: tuple[RevenueGroup, ...], main: RevenueGroup, clear: bool, goal: Goal, pareto: Pareto) -> Message:
    """What a manager takes away."""
    top = say("value.pareto", top=pareto.top_share, revenue=pareto.revenue_share, most=pareto.accounts_for_80)
    if len(groups) == 1:
        return say("value.one_group", pareto=top)
    why = "chosen" if goal.focus else "clear" if clear else "largest"
    return say(
        f"value.main_{why}",
        pareto=top,
        group=group_name(main.name, main.by, main.low, main.high),
        span=_span(main.by, main.low, main.high),
        accounts=main.accounts,
        customers=sum(group.accounts for group in groups),
        share=main.share,
    )

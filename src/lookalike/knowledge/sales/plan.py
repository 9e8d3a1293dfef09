"""How many addresses a revenue goal takes, worked from the ranked list downwards, and what to expect of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.sales.hit_rates import CONTACT, DEAL, Rate, hit_rates
from lookalike.knowledge.sales.worlds import Past, needed, promised
from lookalike.knowledge.value import closed_deals
from lookalike.languages import Message, Words, say
from lookalike.numbers import ENDS
from lookalike.settings import Settings

GROWTH = 1.1  # the goal, where none is given: last year and a tenth more
DRAWS = 500
OUTSIDE = ""  # the segment of prospects that belong to none
LEADING = (CONTACT, DEAL)  # what comes before the chance of a deal


def address_plan(
    companies: Companies,
    ranked: pd.DataFrame,
    evaluation: pd.DataFrame,
    settings: Settings,
    listed: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Plan the addresses for a revenue goal: the list is worked from its first company downwards.

    A company brings its own chance times its own value, and where it is recorded how many approached companies become a
    deal, times that. The range holds the doubt of the model (held-out deals tell by how much its chances were off), of
    the rates, of the value of a deal, and plain chance together: so many addresses will do in nine of ten worlds that
    are like the past.

    Parameters
    ----------
    companies : Companies
    ranked : DataFrame
        The prospects in rank order: `segment`, `win_probability` (0-1, NaN unknown), `deal_value` (money, NaN unknown).
    evaluation : DataFrame
        Held-out deals: `account_id`, `won`, `amount` and, where there are any, `probability`.
    settings : Settings
        `[plan]`: revenue_goal (default: the last year's won revenue and 10 %), rates, order_value; `[score] capacity`.
    listed : DataFrame, optional
        Companies of earlier lists (`approaches`).

    Returns
    -------
    dict of plain data
        `goal` (money), `goal_source`, `currency`; `begins` ("address", "contact" or "deal": what is counted, the first
        step that the rates know of); `rates` (before, after, rate, low, high, tried, reached, source); `order_value`
        (expected, low, high, source); `addresses` (low, expected, high: needed for the goal; 90 % interval),
        `available`, `capacity`, `used`; `funnel` (stage, low, expected, high: counts on the way for the used
        addresses); `segments` (segment, available, used, hit_rate, order_value, orders, revenue), the one that brings
        most first; `orders`, `revenue` (expected of the used addresses); `notes` and `sentence`. Figures that cannot be
        told are None.
    """
    rates = hit_rates(companies, settings.plan.rates, listed)
    return plan_by(rates, closed_deals(companies), companies.currency, ranked, evaluation, settings)


def plan_by(
    rates: tuple[Rate, ...],
    deals: pd.DataFrame,
    currency: str,
    ranked: pd.DataFrame,
    evaluation: pd.DataFrame,
    settings: Settings,
) -> dict[str, Any]:
    """The same by hit rates that are known: as `hit_rates` told them, or as an earlier plan keeps them.

    Parameters
    ----------
    rates : tuple of Rate
    deals : DataFrame
        Closed deals: `account_id`, `won`, `amount`, `when`.
    currency : str
    ranked, evaluation, settings
        As in `address_plan`.
    """
    seed = settings.learning.seed
    lead, within = ([rate for rate in rates if (rate.after in LEADING) is side] for side in (True, False))
    won = float(np.prod([rate.rate for rate in within]))
    past = Past.of(deals, evaluation, won, settings.plan.order_value, DRAWS, seed)
    goal, goal_source = _goal(deals, settings)
    plan: dict[str, Any] = {
        "goal": goal,
        "goal_source": goal_source,
        "currency": currency,
        "begins": rates[0].before,
        "rates": [vars(rate) for rate in rates],
        "order_value": past.order_value(),
        "addresses": {"low": None, "expected": None, "high": None},
        "available": len(ranked),
        "capacity": settings.score.capacity,
        "used": 0,
        "funnel": [],
        "segments": [],
        "orders": None,
        "revenue": None,
    }
    chance, value = promised(ranked, past)
    share = float(np.prod([rate.rate for rate in lead]))
    if not goal or not np.isfinite(share * past.chance * past.value) or share * past.chance * past.value <= 0:
        return plan | {"notes": _notes(rates, plan), "sentence": say("plan.unknown")}
    rng = np.random.default_rng(seed)
    draws = np.prod([np.ones(DRAWS), *(rate.draws(rng, DRAWS) for rate in lead)], axis=0)
    plan["addresses"] = _rounded(needed(goal, chance, value, share, draws, past, rng))
    used = min(plan["addresses"]["expected"], len(ranked), settings.score.capacity or len(ranked))
    segments = _segments(ranked, share * chance, value, used)
    plan |= {"used": used, "segments": segments.to_dict("records")}
    plan["orders"], plan["revenue"] = float(segments["orders"].sum()), float(segments["revenue"].sum())
    plan["funnel"] = _funnel(used, lead, within, plan["orders"], rng)
    return plan | {"notes": _notes(rates, plan), "sentence": _sentence(plan)}


def _goal(deals: pd.DataFrame, settings: Settings) -> tuple[float | None, Words]:
    """The revenue wanted, and where the figure comes from."""
    if settings.plan.revenue_goal is not None:
        return settings.plan.revenue_goal, "settings"
    won = deals[deals["won"]]
    year = won
    if won["when"].notna().any():
        year = won[won["when"] > won["when"].max() - pd.Timedelta(days=365)]
    total = float(year["amount"].sum())
    source = say("plan.last_year" if year is not won else "plan.all_revenue", growth=GROWTH - 1)
    return (total * GROWTH, source) if total > 0 else (None, say("plan.no_amounts"))


def _rounded(addresses: tuple[float, float, float]) -> dict[str, int]:
    low, expected, high = (int(np.ceil(one)) for one in addresses)
    return {"low": min(low, expected), "expected": expected, "high": max(high, expected)}


def _segments(ranked: pd.DataFrame, hit: np.ndarray, value: np.ndarray, used: int) -> pd.DataFrame:
    """What the used addresses bring by segment; hit rate and value of an order are those of the used ones."""
    first = np.arange(len(ranked)) < used
    table = pd.DataFrame(
        {"segment": ranked["segment"].fillna(OUTSIDE), "available": 1, "used": first.astype(int), "orders": hit * first}
    ).assign(revenue=hit * value * first)
    by = table.groupby("segment").sum().reset_index()
    by["hit_rate"], by["order_value"] = by["orders"] / by["used"].clip(lower=1), by["revenue"] / by["orders"]
    by = by.astype(object).where(by.notna(), None)
    columns = ["segment", "available", "used", "hit_rate", "order_value", "orders", "revenue"]
    return by.sort_values(["revenue", "segment"], ascending=[False, True], ignore_index=True)[columns]


def _funnel(
    used: int, lead: list[Rate], within: list[Rate], orders: float, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Counts at every stage for the used addresses; the steps of a deal are scaled to the orders that are expected."""
    rows = [{"stage": (*lead, *within)[0].before, "low": used, "expected": float(used), "high": used}]
    plain = used * float(np.prod([rate.rate for rate in (*lead, *within)]))
    lift = (orders / plain) ** (1 / len(within)) if plain else 1.0
    expected, draws = float(used), np.full(DRAWS, float(used))
    for times, rate in ((1.0 if rate in lead else lift, rate) for rate in (*lead, *within)):
        expected, draws = expected * rate.rate * times, draws * rate.draws(rng, DRAWS) * times
        low, high = np.quantile(draws, ENDS)
        rows.append({"stage": rate.after, "low": float(low), "expected": expected, "high": float(high)})
    return rows


def _notes(rates: tuple[Rate, ...], plan: dict[str, Any]) -> list[Message]:
    """What the reader must know to judge the figures."""
    notes = []
    if rates[0].before == DEAL:
        notes.append(say("plan.record"))
    if plan["goal_source"] != "settings":
        notes.append(say("plan.no_goal", source=plan["goal_source"]))
    needed = plan["addresses"]["expected"]
    if needed and needed > plan["available"]:
        notes.append(say("plan.too_short", prospects=plan["available"]))
    if needed and plan["capacity"] and needed > plan["capacity"]:
        notes.append(say("plan.too_few", addresses=plan["capacity"]))
    return notes


def _sentence(plan: dict[str, Any]) -> Message:
    counted = say(f"plan.counted_{plan['begins']}")
    about = {"goal": plan["goal"], "currency": plan["currency"], "counted": counted, **plan["addresses"]}
    if not plan["available"]:
        return say("plan.no_list", **about)
    used = {name: plan[name] for name in ("used", "available", "orders", "revenue")}
    return say("plan.brings", **about, **used)

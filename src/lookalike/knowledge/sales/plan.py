"""How many addresses a revenue goal takes, from which segments they come, and what to expect of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.companies import Companies
from lookalike.knowledge.criteria import by_segment
from lookalike.knowledge.rules import narrow
from lookalike.knowledge.sales.hit_rates import ADDRESS, Rate, hit_rates
from lookalike.knowledge.value import closed_deals
from lookalike.languages import Message, Words, say
from lookalike.numbers import ENDS
from lookalike.settings import Settings

if TYPE_CHECKING:
    from lookalike.knowledge.segments import Segmentation

GROWTH = 1.1  # the goal, where none is given: last year and a tenth more
DRAWS = 2000
DEALS = 20.0  # average deals added to each segment's own, so that few deals stay near the average
OUTSIDE = ""  # prospects of no segment come last, whatever the few deals with their like brought


def address_plan(
    companies: Companies, segmentation: Segmentation, settings: Settings, capacity: int | None = None
) -> dict[str, Any]:
    """Plan the addresses for a revenue goal, filled from the most promising segment downwards.

    Parameters
    ----------
    companies : Companies
    segmentation : Segmentation
    settings : Settings
        `[[qualify]]`: only prospects that pass are counted. `[plan]`: revenue_goal (default: the last year's won
        revenue and 10 %), rates, order_value.
    capacity : int, optional
        Most addresses that can be worked.

    Returns
    -------
    dict of plain data
        `goal` (money), `goal_source`; `rates` (before, after, rate, low, high, tried, reached, source); `order_value`
        (expected, low, high, source); `addresses` (low, expected, high: needed for the goal; 90 % interval),
        `available`, `capacity`, `used`; `funnel` (stage, low, expected, high: counts on the way for the used
        addresses); `segments` (segment, available, used, hit_rate, order_value, orders, revenue), best first;
        `orders`, `revenue` (expected of the used addresses); `notes` and `sentence`. Figures that cannot be told are
        None.
    """
    keep = narrow(companies.prospects, settings).keep
    dropped, companies = int((~keep).sum()), replace(companies, prospects=companies.prospects[keep])
    rates = hit_rates(companies, settings.plan.rates)
    deals = closed_deals(companies)
    value, value_draws = _order_value(deals, settings)
    goal, goal_source = _goal(companies, deals, settings)
    share = float(np.prod([rate.rate for rate in rates]))
    segments = _segments(companies, segmentation, deals, share, value["expected"], settings)
    plan: dict[str, Any] = {
        "goal": goal,
        "goal_source": goal_source,
        "currency": companies.currency,
        "rates": [vars(rate) for rate in rates],
        "order_value": value,
        "addresses": {"low": None, "expected": None, "high": None},
        "available": int(segments["available"].sum()),
        "capacity": capacity,
        "used": 0,
        "funnel": [],
        "segments": [],
        "orders": None,
        "revenue": None,
    }
    each = share * value["expected"]
    if not goal or not np.isfinite(each) or each <= 0:
        return plan | {
            "notes": _notes(rates, segments, plan, dropped),
            "sentence": say("plan.unknown"),
        }
    rng = np.random.default_rng(settings.learning.seed)
    draws = np.prod([rate.draws(rng, DRAWS) for rate in rates], axis=0)
    factor = draws * value_draws(rng) / each
    plan["addresses"] = _needed(goal, segments, each, factor)
    segments["used"] = _fill(segments["available"], min(plan["addresses"]["expected"], capacity or np.inf))
    plan["used"] = int(segments["used"].sum())
    segments["orders"] = segments["used"] * segments["hit_rate"]
    segments["revenue"] = segments["orders"] * segments["order_value"]
    plan["orders"], plan["revenue"] = float(segments["orders"].sum()), float(segments["revenue"].sum())
    plan["funnel"] = _funnel(plan["used"], rates, plan["orders"], rng)
    plan["segments"] = segments.to_dict("records")
    return plan | {"notes": _notes(rates, segments, plan, dropped), "sentence": _sentence(plan)}


def _order_value(deals: pd.DataFrame, settings: Settings) -> tuple[dict[str, Any], Any]:
    """Mean value of an order with its 90 % interval, and a function that draws plausible means (bootstrap)."""
    given = settings.plan.order_value
    if given is not None:
        value = {"expected": given, "low": given, "high": given, "n": 0, "source": "settings"}
        return value, lambda rng: np.full(DRAWS, given)
    amounts = deals.loc[deals["won"] & (deals["amount"] > 0), "amount"].to_numpy()
    if not len(amounts):
        value = {"expected": np.nan, "low": None, "high": None, "n": 0, "source": "unknown"}
        return value, lambda rng: np.full(DRAWS, np.nan)

    def draw(rng: np.random.Generator) -> NDArray[np.float64]:
        # Normal approximation of the bootstrap of a mean, kept positive: instant for any number of deals.
        error = amounts.std(ddof=1) / np.sqrt(len(amounts)) if len(amounts) > 1 else amounts[0]
        return amounts.mean() * np.exp(rng.normal(0, error / amounts.mean(), DRAWS))

    low, high = np.quantile(draw(np.random.default_rng(settings.learning.seed)), ENDS)
    mean = float(amounts.mean())
    return {"expected": mean, "low": float(low), "high": float(high), "n": len(amounts), "source": "data"}, draw


def _goal(companies: Companies, deals: pd.DataFrame, settings: Settings) -> tuple[float | None, Words]:
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


def _segments(
    companies: Companies,
    segmentation: Segmentation,
    deals: pd.DataFrame,
    share: float,
    value: float,
    settings: Settings,
) -> pd.DataFrame:
    """Prospects, hit rate and order value of each segment, the most promising first.

    A segment's own figures are drawn towards the average by `DEALS` average deals.
    """
    accounts, prospects = by_segment(companies, segmentation)
    where = deals["account_id"].map(accounts).fillna(OUTSIDE)
    names = [segment.name for segment in segmentation.segments] + [OUTSIDE]
    average = deals["won"].mean() if len(deals) else np.nan
    by = deals.groupby(where)["won"]
    won, closed = (series.reindex(names).fillna(0.0) for series in (by.sum(), by.size()))
    lift = ((won + DEALS * average) / (closed + DEALS) / average).fillna(1.0)
    amounts = deals.loc[deals["won"], "amount"].groupby(where[deals["won"]])
    sums, counts = (series.reindex(names).fillna(0.0) for series in (amounts.sum(), amounts.count()))
    own = (sums + DEALS * value) / (counts + DEALS)
    table = pd.DataFrame(
        {"segment": names, "available": prospects.fillna(OUTSIDE).value_counts().reindex(names).fillna(0)}
    )
    table["available"] = table["available"].astype(int)
    table["hit_rate"] = np.minimum(share * lift.to_numpy(), 1.0)
    table["order_value"] = settings.plan.order_value or own.to_numpy()
    promise = (table["hit_rate"] * table["order_value"]).where(table["segment"] != OUTSIDE, -1.0)
    return table.iloc[np.argsort(-promise.to_numpy(), kind="stable")].reset_index(drop=True)


def _needed(goal: float, segments: pd.DataFrame, each: float, factor: NDArray[np.float64]) -> dict[str, int]:
    """Addresses needed: the expected number, and the range over plausible rates and values.

    Beyond the prospects at hand further addresses are taken to be average ones.
    """
    promise = (segments["hit_rate"] * segments["order_value"]).to_numpy()
    addresses = np.concatenate([[0.0], np.cumsum(segments["available"])])
    revenue = np.concatenate([[0.0], np.cumsum(segments["available"].to_numpy() * promise)])

    def needed(wanted: Any) -> Any:
        inside = np.interp(wanted, revenue, addresses)
        return np.where(wanted > revenue[-1], addresses[-1] + (wanted - revenue[-1]) / each, inside)

    low, high = np.quantile(needed(goal / factor), ENDS)
    return {"low": int(np.ceil(low)), "expected": int(np.ceil(needed(goal))), "high": int(np.ceil(high))}


def _fill(available: pd.Series, wanted: float) -> pd.Series:
    """How many addresses each segment gives when taken from the first downwards."""
    before = available.cumsum() - available
    return (wanted - before).clip(lower=0, upper=available).astype(int)


def _funnel(used: int, rates: tuple[Rate, ...], orders: float, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Counts at every stage for the used addresses, scaled so that the last is the expected number of orders."""
    rows = [{"stage": ADDRESS, "low": used, "expected": float(used), "high": used}]
    plain = used * float(np.prod([rate.rate for rate in rates]))
    lift = (orders / plain) ** (1 / len(rates)) if plain else 1.0
    expected, draws = float(used), np.full(DRAWS, float(used))
    for rate in rates:
        expected, draws = expected * rate.rate * lift, draws * rate.draws(rng, DRAWS) * lift
        low, high = np.quantile(draws, ENDS)
        rows.append({"stage": rate.after, "low": float(low), "expected": expected, "high": float(high)})
    return rows


def _notes(rates: tuple[Rate, ...], segments: pd.DataFrame, plan: dict[str, Any], dropped: int) -> list[Message]:
    """What the reader must know to judge the figures."""
    notes = []
    if len(rates) == 1:
        notes.append(say("plan.no_activities"))
    if plan["goal_source"] != "settings":
        notes.append(say("plan.no_goal", source=plan["goal_source"]))
    if dropped:
        notes.append(say("plan.dropped", prospects=dropped))
    needed = plan["addresses"]["expected"]
    if needed and needed > plan["available"]:
        notes.append(say("plan.too_short", prospects=plan["available"]))
    if needed and plan["capacity"] and needed > plan["capacity"]:
        notes.append(say("plan.too_few", addresses=plan["capacity"]))
    return notes


def _sentence(plan: dict[str, Any]) -> Message:
    about = {"goal": plan["goal"], "currency": plan["currency"], **plan["addresses"]}
    if not plan["available"]:
        return say("plan.no_list", **about)
    used = {name: plan[name] for name in ("used", "available", "orders", "revenue")}
    return say("plan.brings", **about, **used)

"""Profitability: margin less cost of sale."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Margin less cost of sale per money sold, against the average."""
    if own["customers"] < FEWEST or not own["margin_base"] or not base["margin_base"]:
        return unknown("margins are not known")
    mine, average = net_share(own), net_share(base)
    if average <= 0:
        return unknown(f"the base as a whole earns nothing ({average:.0%})")
    what = "margin after cost of sale" if base["cost"] else "margin"
    return Measured(mine / average, f"{what} is {mine:.0%} of sales, {average:.0%} on average")


def net_share(sums: pd.Series) -> float:
    """Margin less cost of sale, per money sold."""
    cost = sums["cost"] / sums["revenue"] if sums["revenue"] else 0.0
    return float(sums["margin"] / sums["margin_base"] - cost)


CRITERION = Standard("profitability", (0.75, 1, 1.25), True, measure)

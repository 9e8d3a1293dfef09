"""Profitability: margin less cost of sale."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Margin less cost of sale per money sold, against the average."""
    if own["customers"] < FEWEST or not own["margin_base"] or not base["margin_base"]:
        return unknown(say("standard.no_margins"))
    mine, average = net_share(own), net_share(base)
    if average <= 0:
        return unknown(say("standard.earns_nothing", average=average))
    key = "standard.net_margin" if base["cost"] else "standard.margin"
    return Measured(mine / average, say(key, margin=mine, average=average))


def net_share(sums: pd.Series) -> float:
    """Margin less cost of sale, per money sold."""
    cost = sums["cost"] / sums["revenue"] if sums["revenue"] else 0.0
    return float(sums["margin"] / sums["margin_base"] - cost)


CRITERION = Standard("profitability", (0.75, 1, 1.25), True, measure)

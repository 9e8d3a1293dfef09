"""The figures of a segment, with intervals over companies, and its acid test."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.knowledge.rules import Mask
from lookalike.knowledge.segments.acid import Test, distinct, exclusive, large, recognisable, relevant
from lookalike.knowledge.segments.grouping import Division
from lookalike.knowledge.statistics import clustered_mean, clustered_share, median
from lookalike.knowledge.value import penetration


def measured(outcomes: pd.DataFrame, inside: Mask, prospects: int, new: int, listed: int) -> dict[str, Any]:
    """How many, how often won, how much, how long, how much of the market.

    Parameters
    ----------
    outcomes : DataFrame of n rows
        From `lookalike.knowledge.value.account_outcomes.outcomes`.
    inside : bool array of shape (n,)
    prospects, new : int
        Prospects that belong to the segment, and those of them that are no known account.
    listed : int
        Prospects on the whole list.

    Returns
    -------
    dict
        The figures of `lookalike.knowledge.segments.Segment` by name.
    """
    own = outcomes[inside]
    customers = int(own["customer"].sum())
    win_rate, win_low, win_high = clustered_share(own["won"], own["closed"])
    value, value_low, value_high = clustered_mean(own["amount"], own["priced"])
    return {
        "companies": len(own),
        "customers": customers,
        "prospects": prospects,
        "share": len(own) / max(len(outcomes), 1),
        "win_rate": win_rate,
        "win_rate_low": win_low,
        "win_rate_high": win_high,
        "mean_value": value,
        "mean_value_low": value_low,
        "mean_value_high": value_high,
        "revenue": float(own["revenue"].sum()),
        "cycle_days": median(own["days"]),
        "penetration": penetration(customers, len(own) + new, listed),
    }


def acid_tests(division: Division, outcomes: pd.DataFrame, belongs: Mask) -> list[dict[str, Test]]:
    """The five questions for each segment.

    A single segment is distinct from nothing and relevant for nothing; it fails both.
    """
    matters = relevant(outcomes, belongs)
    return [
        {
            "distinct": distinct(division.silhouettes[at], division.beyond_a_cloud),
            "relevant": matters[at],
            "large": large(int(belongs[:, at].sum()), len(belongs)),
            "exclusive": exclusive(division.silhouettes[at]),
            "recognisable": recognisable(division.recovered[at]),
        }
        for at in range(belongs.shape[1])
    ]

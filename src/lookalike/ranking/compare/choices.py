"""What the list is ranked for, and what it would be worth ranked otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, say
from lookalike.ranking.order import raw_score

FIGURES = ("expected_value", "win_probability", "similarity")  # means over the first companies
BY = {"similarity": "similarity", "value": "expected_value", "win": "win_probability"}


def choices(ranked: pd.DataFrame, calls: int, rank_by: str) -> list[dict[str, Any]]:
    """Each way to rank with what its first companies are worth on average.

    Parameters
    ----------
    ranked : DataFrame
        The prospects from `rank`.
    calls : int
        How many are called first.
    rank_by : str
        What ranks this list.

    Returns
    -------
    list of dict
        This list first: `rank_by`, `calls`, the means of `expected_value` (money of a deal opened), `win_probability`
        and `similarity` over its first companies (None where not known), and `overlap`: the share of them that this
        list also has first. A ranking that the data do not give is left out.
    """
    if not calls:
        return []
    scores = {rank_by: raw_score(ranked), **{name: ranked[column].to_numpy(float) for name, column in BY.items()}}
    scores |= {"rules": ranked["rule_share"].to_numpy(float)} if rank_by != "rules" else {}
    scores[rank_by] = raw_score(ranked)
    first = {
        name: np.argsort(-score, kind="stable")[:calls] for name, score in scores.items() if np.isfinite(score).any()
    }
    ours = set(first[rank_by].tolist())
    told = []
    for name in sorted(first, key=lambda one: one != rank_by):
        chosen = ranked.iloc[first[name]]
        means = {figure: _mean(chosen[figure]) for figure in FIGURES}
        shared = len(ours & set(first[name].tolist())) / calls
        told.append({"rank_by": name, "calls": calls, **means, "overlap": shared})
    return told


def ranked_for(found: list[dict[str, Any]], goal: str, currency: str) -> Message:
    """What the list is ranked for and what else could be chosen, with the price of each."""
    if not found:
        return say("compare.nothing_ranked")
    ours, *others = found
    money = ours["expected_value"] is not None
    figure = "expected_value" if money else "win_probability"
    known = [one for one in others if one[figure] is not None]
    for_what = say(f"compare.for_{goal}") if ours["rank_by"] == "best" else say(f"compare.for_{ours['rank_by']}")
    if ours[figure] is None or not known:
        return say("compare.ranked", what=for_what)
    kind = "money" if money else "chance"
    told = [
        say(f"compare.otherwise_{kind}", by=say(f"compare.by_{one['rank_by']}"), value=one[figure], currency=currency)
        for one in known
    ]
    return say(
        f"compare.ranked_{kind}", what=for_what, n=ours["calls"], value=ours[figure], others=told, currency=currency
    )


def describe(ranked: pd.DataFrame, calls: int, about: Mapping[str, str]) -> dict[str, Any]:
    """`choices` and the sentence `ranked_for` as they stand in `comparison.json`."""
    found = choices(ranked, calls, about["rank_by"])
    return {"choices": found, "ranked_for": ranked_for(found, about["goal"], about["currency"])}


def _mean(column: pd.Series) -> float | None:
    value = float(column.astype(float).mean())
    return value if np.isfinite(value) else None

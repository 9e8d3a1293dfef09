"""A random part of grade A that is not called, so that what the list brings can be told from what comes anyway."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from lookalike.knowledge.statistics import wilson
from lookalike.languages import say

FEWEST = 10  # companies of grade A on each side, below which nothing is compared
UNIT = 2**64  # different draws


def drawn(ids: pd.Series, share: float, seed: int) -> pd.Series:
    """Which companies are kept apart: by id and seed alone, so that a company stays on its side from list to list.

    Parameters
    ----------
    ids : Series of str
    share : float, 0-1
    seed : int

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> ids = pd.Series([f"P{number}" for number in range(1000)])
    >>> round(float(drawn(ids, 0.1, 7).mean()), 2), bool(drawn(ids, 0.0, 7).any())
    (0.1, False)
    """
    salt = f"{seed}:".encode()
    draws = ids.map(lambda one: int.from_bytes(hashlib.sha256(salt + str(one).encode()).digest()[:8], "big") / UNIT)
    return draws.astype(float) < share


def with_control(ranked: pd.DataFrame, share: float, seed: int) -> pd.DataFrame:
    """The list with `control`: true for companies of grade A that are kept apart; as it was where none are."""
    if not share:
        return ranked
    return ranked.assign(control=(ranked["grade"] == "A") & drawn(ranked["prospect_id"], share, seed))


def to_call(ranked: pd.DataFrame) -> pd.DataFrame:
    """The list without the companies that are kept apart."""
    return ranked[~ranked["control"].astype(bool)] if "control" in ranked else ranked


def measured(promised: pd.DataFrame, won: pd.Series) -> dict[str, Any]:
    """What the list brought: how many of grade A became customers where it was worked, and where it was kept apart.

    Parameters
    ----------
    promised : DataFrame
        What earlier runs put on the list: `prospect_id`, `grade`, `control` (bool, missing where none were kept apart).
    won : Series of bool
        By `prospect_id`: whether a first deal has been won since; companies without a deal are absent.

    Returns
    -------
    dict
        `control` and `worked`, each with `companies`, `won`, `rate`, `low` and `high` (Wilson), and `sentence`; empty
        where nothing was kept apart or too few companies are.
    """
    if "control" not in promised:
        return {}
    first = promised[(promised["grade"] == "A") & promised["control"].notna()]
    apart = first["control"].astype(bool)
    if min(apart.sum(), (~apart).sum()) < FEWEST:
        return {}
    hit = first["prospect_id"].map(won).eq(True)
    sides = {name: _side(hit[side]) for name, side in (("control", apart), ("worked", ~apart))}
    values = {f"{name}_{figure}": side[figure] for name, side in sides.items() for figure in side}
    more = sides["worked"]["low"] > sides["control"]["high"]
    return {**sides, "sentence": say("follow.control_more" if more else "follow.control", **values)}


def _side(hit: pd.Series) -> dict[str, Any]:
    low, high = wilson(int(hit.sum()), len(hit))
    return {"companies": len(hit), "won": int(hit.sum()), "rate": float(hit.mean()), "low": low, "high": high}

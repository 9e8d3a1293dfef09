"""Is a company like those the model learned from? What the training rows looked like, and a simple rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.learning.bins import Feature
from lookalike.scorecard.tables.columns import Columns, Text
from lookalike.scorecard.tables.scorecard import Scorecard

SELDOM = 0.05  # a value known for nearly all training companies: missing in fewer than one of twenty
RARE = 0.05  # share of the training companies with a rare level from which one more rare level is nothing strange
MOST_MISSING = 0.5  # of those values may be missing


def describe(card: Scorecard, frame: pd.DataFrame) -> tuple[dict[str, list[float]], dict[str, tuple[float, float]]]:
    """The training companies feature by feature.

    Returns
    -------
    distribution : dict of feature name -> share of each bin, other and missing included
    ranges : dict of feature name -> lowest and highest known number
    """
    distribution, ranges = {}, {}
    for feature in card.features:
        counts = np.bincount(feature.codes(frame), minlength=feature.bins.size)
        distribution[feature.name] = (counts / max(len(frame), 1)).tolist()
        if feature.bins.kind == "number":
            known = frame[feature.source].to_numpy(float)
            known = known[np.isfinite(known)]
            ranges[feature.name] = (float(known.min()), float(known.max())) if len(known) else (np.inf, -np.inf)
    return distribution, ranges


@dataclass(frozen=True, eq=False)
class Usual:
    """What was learned from, feature by feature of a scorecard, as `familiar` asks for it.

    Parameters
    ----------
    features : tuple of Feature
    seen : tuple of ndarray of bool
        Which bins any training company was in.
    ranges : tuple of (float, float)
        Lowest and highest number.
    known : tuple of bool
        Whether nearly all training companies had a value.
    """

    features: tuple[Feature, ...]
    seen: tuple[np.ndarray, ...]
    ranges: tuple[tuple[float, float], ...]
    known: tuple[bool, ...]


def usual(
    card: Scorecard, distribution: Mapping[str, Sequence[float]], ranges: Mapping[str, tuple[float, float]]
) -> Usual:
    """From what `describe` said of the training companies."""
    shares = [np.asarray(distribution[feature.name]) for feature in card.features]
    past = [feature.is_past for feature in card.features]  # makes no company a stranger
    return Usual(
        card.features,
        tuple(_seen(feature, share) for feature, share in zip(card.features, shares, strict=True)),
        tuple(ranges.get(feature.name, (-np.inf, np.inf)) for feature in card.features),
        tuple(bool(share[-1] < SELDOM) and not ours for share, ours in zip(shares, past, strict=True)),
    )


def _seen(feature: Feature, share: np.ndarray) -> np.ndarray:
    """Which bins are familiar. A level never seen shares the bin "other" with rare ones: it takes many of those."""
    seen = (share > 0) | feature.is_past
    if feature.bins.kind == "category" and not feature.is_past:
        seen[-2] = share[-2] >= RARE
    return seen


def familiar(usual: Usual, columns: Columns, codes: np.ndarray) -> np.ndarray:
    """Which rows lie inside what was learned from: bool of shape (n,).

    A row is unfamiliar when a number lies outside the range of the training companies, when a category falls into a bin
    that no training company was in or is none of the usual levels where hardly any was (fewer than 5 %), or when more
    than half of the values that nearly all training companies had (missing in fewer than 5 %) are missing.

    Parameters
    ----------
    usual : Usual
    columns : Columns of n rows
    codes : ndarray of int32, shape (features, n)
        The rows' bins.
    """
    inside = np.ones(columns.rows, dtype=bool)
    lacking = np.zeros(columns.rows, dtype=np.int32)
    for place, code in enumerate(codes):
        missing = code == len(usual.seen[place]) - 1
        inside &= missing | _as_seen(usual, place, columns, code)
        if usual.known[place]:
            lacking += missing
    return inside & (lacking <= MOST_MISSING * sum(usual.known))


def strange(usual: Usual, columns: Columns, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Why rows are unfamiliar.

    Returns
    -------
    outside : ndarray of bool, shape (features, n)
        Which values lie outside what was learned from.
    lacking : ndarray of int32, shape (n,)
        How many values are missing that nearly all training companies had, 0 where these are not too many.
    """
    missing = codes == np.array([[len(seen) - 1] for seen in usual.seen], dtype=np.int32).reshape(-1, 1)
    outside = ~missing
    for place, code in enumerate(codes):
        outside[place] &= ~_as_seen(usual, place, columns, code)
    lacking = missing[np.array(usual.known, dtype=bool)].sum(axis=0, dtype=np.int32)
    return outside, np.where(lacking > MOST_MISSING * sum(usual.known), lacking, 0)


def _as_seen(usual: Usual, place: int, columns: Columns, code: np.ndarray) -> np.ndarray:
    """Which rows have of a feature what training companies had; of missing values this says nothing."""
    cells, (low, high) = columns.columns[usual.features[place].source], usual.ranges[place]
    return usual.seen[place][code] if isinstance(cells, Text) else (cells >= low) & (cells <= high)

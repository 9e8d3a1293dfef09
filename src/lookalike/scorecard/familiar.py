"""Is a company like those the model learned from? What the training rows looked like, and a simple rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lookalike.scorecard.columns import Columns, Text
from lookalike.scorecard.tables import Scorecard

SELDOM = 0.05  # a value known for nearly all training companies: missing in fewer than one of twenty
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


def familiar(
    card: Scorecard,
    distribution: Mapping[str, Sequence[float]],
    ranges: Mapping[str, tuple[float, float]],
    columns: Columns,
    codes: np.ndarray,
) -> np.ndarray:
    """Which rows lie inside what was learned from: bool of shape (n,).

    A row is unfamiliar when a number lies outside the range of the training companies, when a category falls into a bin
    that no training company was in, or when more than half of the values that nearly all training companies had
    (missing in fewer than 5 %) are missing.

    Parameters
    ----------
    card, distribution, ranges
        The ranking scorecard and what `describe` said of its training rows.
    columns : Columns of n rows
    codes : ndarray of int32, shape (features, n)
        The rows' bins.
    """
    inside = np.ones(columns.rows, dtype=bool)
    usual, lacking = 0, np.zeros(columns.rows, dtype=np.int32)
    for feature, code in zip(card.features, codes, strict=True):
        share = np.asarray(distribution[feature.name])
        missing = code == feature.bins.size - 1
        numbers = columns.columns[feature.source]
        if isinstance(numbers, Text):
            inside &= missing | (share > 0)[code]
        else:
            low, high = ranges[feature.name]
            inside &= missing | ((numbers >= low) & (numbers <= high))
        if share[-1] < SELDOM:
            usual += 1
            lacking += missing
    return inside & (lacking <= MOST_MISSING * usual)

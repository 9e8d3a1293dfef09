"""The best customers feature by feature, as the measure that a reason compares a company with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.learning.features import Feature


@dataclass(frozen=True)
class Portrait:
    """What the best customers have of one feature.

    `best` and `known` are the shares of the feature's bins among the best customers and among all companies learned
    from, each of shape (bins,); `low` and `high` bound the middle half of the best customers' numbers (NaN for
    categories or when fewer than `FEWEST` are known); `customers` is how many best customers there are.
    """

    best: np.ndarray
    known: np.ndarray
    low: float
    high: float
    customers: int

    def lift(self, code: int) -> float:
        """How many times as common a bin is among the best customers as among all; NaN where nothing is known."""
        return float(self.best[code] / self.known[code]) if self.known[code] > 0 else float("nan")

    def count(self, code: int) -> int:
        """Best customers in a bin."""
        return round(self.best[code] * self.customers)


FEWEST = 5


def portraits(
    features: Sequence[Feature], best: pd.DataFrame, known: Mapping[str, Sequence[float]]
) -> tuple[Portrait, ...]:
    """One portrait per feature.

    Parameters
    ----------
    features : sequence of Feature
    best : DataFrame
        The best customers with their attributes; may be empty.
    known : mapping
        Feature name -> share of each bin among all companies learned from.

    Examples
    --------
    >>> from lookalike.learning.features import NumericBins
    >>> from lookalike.schema import Kind
    >>> heads = Feature("heads", "heads", "size", "heads", Kind.NUMBER, "heads", NumericBins((30.0,)))
    >>> best = pd.DataFrame({"heads": [20.0, 25.0, 35.0, 40.0, 50.0]})
    >>> portraits([heads], best, {"heads": [0.75, 0.25, 0.0]})[0].lift(1)
    2.4
    """
    return tuple(_portrait(feature, best, known[feature.name]) for feature in features)


def _portrait(feature: Feature, best: pd.DataFrame, known: Sequence[float]) -> Portrait:
    counts = np.bincount(feature.codes(best), minlength=feature.bins.size)
    low = high = float("nan")
    if feature.bins.kind == "number":
        numbers = best[feature.source].dropna().to_numpy(float)
        if len(numbers) >= FEWEST:
            low, high = np.quantile(numbers, [0.25, 0.75], method="inverted_cdf").tolist()
    return Portrait(counts / max(len(best), 1), np.asarray(known, dtype=float), low, high, len(best))

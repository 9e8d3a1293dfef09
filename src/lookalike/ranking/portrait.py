"""The best customers feature by feature, as the measure that a reason compares a company with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from lookalike.knowledge.points import SEGMENT
from lookalike.learning.bins import Feature, NumericBins
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.columns import from_frame
from lookalike.scorecard.score import objects, score_columns

FEWEST = 5  # best customers with a known number, below which nothing is typical
LEAST_SHARE = 0.1  # of the companies learned from: narrower intervals of a number are joined with their neighbours


@dataclass(frozen=True)
class Portrait:
    """What the best customers have of one feature.

    All arrays have one entry per bin of the feature. `band` numbers the bins that are told as one: a model may cut a
    number into slices too thin to count best customers in. `best` and `known` are the shares of the bin's band among
    the best customers and among all companies learned from. `low` and `high` bound the middle half of the best
    customers' numbers, NaN for other kinds or when fewer than `FEWEST` are known. `customers` is how many best
    customers there are.
    """

    band: np.ndarray
    best: np.ndarray
    known: np.ndarray
    low: float
    high: float
    customers: int

    def lift(self, code: int) -> float:
        """How many times as common a band is among the best customers as among all; NaN where nothing is known."""
        return float(self.best[code] / self.known[code]) if self.known[code] > 0 else float("nan")

    def count(self, code: int) -> int:
        """Best customers in the band of a bin."""
        return round(self.best[code] * self.customers)


@lru_cache(maxsize=8)
def best_customers(bundle: Bundle) -> pd.DataFrame:
    """The best customers of a bundle with their attributes and their segment."""
    segment = score_columns(bundle, from_frame(bundle.best, bundle.attributes)).results[SEGMENT]
    return bundle.best.assign(**{SEGMENT: objects(segment)})


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
    >>> from lookalike.schema import Kind
    >>> heads = Feature("heads", "heads", "size", "heads", Kind.NUMBER, "heads", NumericBins((30.0,)))
    >>> best = pd.DataFrame({"heads": [20.0, 25.0, 35.0, 40.0, 50.0]})
    >>> portraits([heads], best, {"heads": [0.75, 0.25, 0.0]})[0].lift(1)
    2.4
    """
    return tuple(_portrait(feature, best, np.asarray(known[feature.name], dtype=float)) for feature in features)


def _portrait(feature: Feature, best: pd.DataFrame, known: np.ndarray) -> Portrait:
    counts = np.bincount(feature.codes(best), minlength=feature.bins.size)
    band = bands(known) if isinstance(feature.bins, NumericBins) else np.arange(feature.bins.size)
    low = high = float("nan")
    if isinstance(feature.bins, NumericBins):
        numbers = best[feature.source].dropna().to_numpy(float)
        if len(numbers) >= FEWEST:
            low, high = np.quantile(numbers, [0.25, 0.75], method="inverted_cdf").tolist()
    ours, everyone = (np.bincount(band, values)[band] for values in (counts / max(len(best), 1), known))
    return Portrait(band, ours, everyone, low, high, len(best))


def bands(known: np.ndarray) -> np.ndarray:
    """Join neighbouring bins of a number until each band holds enough companies; the last bin, missing, stays alone.

    Examples
    --------
    >>> bands(np.array([0.05, 0.06, 0.5, 0.3, 0.04, 0.05])).tolist()
    [0, 0, 1, 2, 2, 3]
    """
    band, held, number = np.zeros(len(known), dtype=int), 0.0, 0
    for place, share in enumerate(known[:-1]):
        band[place], held = number, held + share
        if held >= LEAST_SHARE:
            number, held = number + 1, 0.0
    if 0 < held < LEAST_SHARE and number > 0:
        band[band == number] = number - 1
    band[-1] = band[-2] + 1 if len(band) > 1 else 0
    return band

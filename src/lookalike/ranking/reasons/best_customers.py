"""The best customers feature by feature, as the measure that a reason compares a company with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.criteria import SEGMENT
from lookalike.knowledge.statistics import benjamini_hochberg, chance_alike, lift, wilson
from lookalike.learning.bins import Feature, NumericBins
from lookalike.schema import CUSTOMER, RELATION
from lookalike.scorecard.score import objects, score_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import from_frame

FEWEST = 5  # best customers with a known number, below which nothing is typical
FEWEST_DEALS = 10  # closed deals, below which a win rate is not told
FALSE_DISCOVERIES = 0.1  # share of the features told as telling companies apart that may be noise, on average
LEAST_SHARE = 0.1  # of the companies learned from: narrower intervals of a number are joined with their neighbours


@dataclass(frozen=True)
class Portrait:
    """What the best customers have of one feature.

    All arrays have one entry per bin of the feature. `band` numbers the bins that are told as one: a model may cut a
    number into slices too thin to count best customers in. `best` and `known` are the shares of the bin's band among
    the best customers and among all companies learned from. `low` and `high` bound the middle half of the best
    customers' numbers, NaN for other kinds or when fewer than `FEWEST` are known. `customers` is how many best
    customers there are, `companies` how many were learned from. `won`, `closed` and `cases` are the deals with the
    companies of the bin's band (see `scorecard.tables.experience`), `average` is the win rate of all deals.
    `marks_best` and `marks_won` say whether the bands differ by more than chance in the share of best customers and of
    deals won: of a column that is noise, one of many bands always looks good.
    """

    band: np.ndarray
    best: np.ndarray
    known: np.ndarray
    low: float
    high: float
    customers: int
    companies: int
    won: np.ndarray = field(default_factory=lambda: np.zeros(0))
    closed: np.ndarray = field(default_factory=lambda: np.zeros(0))
    cases: np.ndarray = field(default_factory=lambda: np.zeros(0))
    average: float = float("nan")
    marks_best: bool = True
    marks_won: bool = True

    @property
    def tells(self) -> bool:
        """Whether the feature is known to tell companies apart."""
        return self.marks_best or self.marks_won

    def lift(self, code: int) -> float:
        """How many times as common a band is among the best customers as among all; NaN where nothing is known."""
        return float(self.best[code] / self.known[code]) if self.known[code] > 0 else float("nan")

    def count(self, code: int) -> int:
        """Best customers in the band of a bin."""
        return round(self.best[code] * self.customers)

    def certain_lift(self, code: int) -> tuple[float, float]:
        """How many times as common a band is among the best as among the others: the ends of the 95 % interval."""
        hits = self.best[code] * self.customers
        others = self.companies - self.customers
        other_hits = min(max(self.known[code] * self.companies - hits, 0.0), others)
        return lift(hits, self.customers, other_hits, others)[1:] if self.customers and others > 0 else (0.0, np.inf)

    def chances(self) -> tuple[float, float]:
        """How likely such bands are of a feature that makes no difference to who is a best customer, to what is won."""
        first = np.unique(self.band[:-1], return_index=True)[1]
        best = chance_alike(self.best[first] * self.customers, self.known[first] * self.companies)
        if not len(self.closed):
            return best, 1.0
        rate = np.divide(self.won, self.closed, out=np.zeros(len(self.closed)), where=self.closed > 0)
        return best, chance_alike((rate * self.cases)[first], self.cases[first])

    def win_rate(self, code: int) -> tuple[float, float, float] | None:
        """Deals won of those closed with a band's companies, 0-1, and its 95 % interval; None where few were closed."""
        if not len(self.closed) or self.closed[code] < FEWEST_DEALS:
            return None
        share = self.won[code] / self.closed[code]
        return float(share), *wilson(share * self.cases[code], self.cases[code])


@lru_cache(maxsize=8)
def best_customers(bundle: Bundle) -> pd.DataFrame:
    """The best customers of a bundle with their attributes and their segment."""
    segment = score_columns(bundle, from_frame(bundle.best, bundle.attributes)).results[SEGMENT]
    return bundle.best.assign(**{SEGMENT: objects(segment)}).assign(**{RELATION: CUSTOMER})


@lru_cache(maxsize=8)
def best_codes(bundle: Bundle) -> tuple[np.ndarray, ...]:
    """The bins of the best customers, per feature of the scorecard that ranks."""
    return tuple(feature.codes(best_customers(bundle)) for feature in bundle.rank.features)


@lru_cache(maxsize=8)
def portraits(bundle: Bundle) -> tuple[Portrait, ...]:
    """One portrait per feature of the scorecard that ranks."""
    best, told = best_customers(bundle), bundle.experience
    companies = told.get("companies", len(bundle.reference))
    average = told["won"] / told["closed"] if told.get("closed") else float("nan")
    return judged(
        portrait(
            feature,
            best,
            np.asarray(bundle.distribution[feature.name], dtype=float),
            companies,
            told["features"][feature.name] if told else {},
            average,
        )
        for feature in bundle.rank.features
    )


def judged(seen: Iterable[Portrait]) -> tuple[Portrait, ...]:
    """Portraits that know whether their feature makes a difference, all features judged together."""
    portraits = tuple(seen)
    adjusted = benjamini_hochberg([chance for one in portraits for chance in one.chances()]).reshape(-1, 2)
    differs = (adjusted < FALSE_DISCOVERIES).tolist()
    return tuple(
        replace(one, marks_best=best, marks_won=won) for one, (best, won) in zip(portraits, differs, strict=True)
    )


def portrait(
    feature: Feature,
    best: pd.DataFrame,
    known: np.ndarray,
    companies: int,
    deals: dict[str, Any],
    average: float = float("nan"),
) -> Portrait:
    """The best customers by one feature.

    Parameters
    ----------
    feature : Feature
    best : DataFrame
        The best customers with their attributes; may be empty.
    known : ndarray of shape (bins,)
        Share of each bin among all companies learned from.
    companies : int
        How many those are.
    deals : dict
        `won`, `closed` and `cases` per bin; empty when no deals are known.
    average : float, 0-1
        Win rate of all deals.

    Examples
    --------
    >>> from lookalike.schema import Kind
    >>> heads = Feature("heads", "heads", "size", "heads", Kind.NUMBER, "heads", NumericBins((30.0,)))
    >>> best = pd.DataFrame({"heads": [20.0, 25.0, 35.0, 40.0, 50.0]})
    >>> portrait(heads, best, np.array([0.75, 0.25, 0.0]), 100, {}).lift(1)
    2.4
    """
    counts = np.bincount(feature.codes(best), minlength=feature.bins.size)
    band = bands(known) if isinstance(feature.bins, NumericBins) else np.arange(feature.bins.size)
    low = high = float("nan")
    if isinstance(feature.bins, NumericBins):
        numbers = best[feature.source].dropna().to_numpy(float)
        if len(numbers) >= FEWEST:
            low, high = np.quantile(numbers, [0.25, 0.75], method="inverted_cdf").tolist()
    ours, everyone = (np.bincount(band, values)[band] for values in (counts / max(len(best), 1), known))
    sums: dict[str, Any] = {name: np.bincount(band, values)[band] for name, values in deals.items()}
    return Portrait(band, ours, everyone, low, high, len(best), companies, average=average, **sums)


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

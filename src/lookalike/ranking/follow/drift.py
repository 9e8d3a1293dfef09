"""How far two lists of companies lie apart, attribute by attribute, by the population stability index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtri

from lookalike.knowledge.criteria import SEGMENT
from lookalike.knowledge.segments import Segmentation
from lookalike.languages import Message, Words, called, say
from lookalike.learning.bins import MISSING, Feature, NumericBins, span
from lookalike.ranking.reasons import CODE
from lookalike.scorecard.tables import Scorecard

NOTICEABLE, LARGE = 0.1, 0.25  # of the index, as banks read it (Siddiqi, Credit Risk Scorecards, 2006)
BANDS = 10  # of a number
CHANCE = 0.95  # level of the index that chance alone stays below


def counts(card: Scorecard, companies: pd.DataFrame, segmentation: Segmentation) -> dict[str, list[int]]:
    """How many companies fall into each bin of each feature of a scorecard, but not of our past with them."""
    if any(feature.source == SEGMENT for feature in card.features):
        companies = companies.assign(**{SEGMENT: segmentation.assign(companies)[SEGMENT].to_numpy()})
    return {
        feature.name: np.bincount(feature.codes(companies), minlength=feature.bins.size).tolist()
        for feature in card.features
        if not feature.is_past
    }


def stability_index(before: Sequence[float], now: Sequence[float]) -> float:
    """The population stability index of two counts over the same bins: 0 alike; half a company is added to each bin.

    Examples
    --------
    >>> round(stability_index([50, 50], [500, 500]), 3), round(stability_index([80, 20], [20, 80]), 2)
    (0.0, 1.63)
    """
    was, is_now = (np.asarray(one, dtype=float) + 0.5 for one in (before, now))
    was, is_now = was / was.sum(), is_now / is_now.sum()
    return float(((is_now - was) * np.log(is_now / was)).sum())


def by_chance(before: Sequence[float], now: Sequence[float]) -> float:
    """The index that two samples of these sizes from one population rarely exceed (Yurdakul and Naranjo, 2020).

    Examples
    --------
    >>> round(by_chance([50, 50], [500, 500]), 3)
    0.042
    """
    filled = int((np.add(before, now) > 0).sum())
    sizes = max(sum(before), 1), max(sum(now), 1)
    return float(chdtri(max(filled - 1, 1), 1 - CHANCE) * (1 / sizes[0] + 1 / sizes[1]))


def drift(
    features: Sequence[Feature], before: Mapping[str, Sequence[float]], now: Mapping[str, Sequence[float]]
) -> list[dict[str, Any]]:
    """The attributes by how much their distribution moved, one line per concept, the largest first.

    Parameters
    ----------
    features : sequence of Feature
    before, now : mapping of feature name to counts per bin

    Returns
    -------
    list of dict
        `attribute`, `concept`, `psi`, `level` (stable, noticeable from .1, large from .25; stable too where chance
        alone gives as much) and `bin`, `before`, `now`: the bin whose share moved most, and its shares 0-1.
    """
    told = [(one, _moved(one, before[one.name], now[one.name])) for one in features if one.name in before]
    told.sort(key=lambda pair: (pair[0].source.startswith(CODE), -pair[1]["psi"], pair[0].name))
    first: dict[str, dict[str, Any]] = {}
    for _, row in told:  # codes say little to a person: they stand for a concept that has nothing else
        first.setdefault(row["concept"], row)
    return sorted(first.values(), key=lambda row: (-row["psi"], str(row["attribute"])))


def _moved(feature: Feature, before: Sequence[float], now: Sequence[float]) -> dict[str, Any]:
    band, labels = _bands(feature, np.asarray(before, dtype=float))
    old, new = (np.bincount(band, weights=np.asarray(one, dtype=float)).tolist() for one in (before, now))
    psi = stability_index(old, new)
    real = psi > by_chance(old, new)
    was, is_now = (np.asarray(one) / max(sum(one), 1) for one in (old, new))
    most = int(np.argmax(np.abs(is_now - was)))
    return {
        "attribute": called(feature.source, feature.label),
        "concept": feature.concept,
        "psi": round(psi, 4),
        "level": "large" if real and psi >= LARGE else "noticeable" if real and psi >= NOTICEABLE else "stable",
        "bin": labels[most],
        "before": round(float(was[most]), 4),
        "now": round(float(is_now[most]), 4),
    }


def _bands(feature: Feature, before: np.ndarray) -> tuple[np.ndarray, list[Words]]:
    """The band of each bin, and what each band is: of a number at most ten of similar size, else the bins themselves.

    A model may cut a number into slices too thin to compare shares of.
    """
    bins = feature.bins
    if not isinstance(bins, NumericBins):
        return np.arange(bins.size), [bins.label(code) for code in range(bins.size)]
    below = np.cumsum(before[:-1]) - before[:-1]
    _, band = np.unique(np.floor(BANDS * below / max(before[:-1].sum(), 1)).clip(max=BANDS - 1), return_inverse=True)
    first = np.flatnonzero(np.diff(band, prepend=-1))
    cuts = [bins.edges[place - 1] for place in first[1:]]
    spans = [span(low, high, feature.unit) for low, high in pairwise([None, *cuts, None])]
    return np.append(band, len(first)), [*spans, MISSING]


def moved(key: str, row: Mapping[str, Any]) -> Message:
    """One line of `drift` as people say it, by the sentence of that key.

    Examples
    --------
    >>> row = {"attribute": "employees", "bin": "over 250", "before": 0.12, "now": 0.4}
    >>> print(moved("follow.moved_list", row))
    employees over 250: 12% of the list at training, 40% now
    """
    return say(key, **{name: row[name] for name in ("attribute", "bin", "before", "now")})

"""Which best customers a prospect resembles, for the reasons that matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lookalike.ranking.portrait import portraits

if TYPE_CHECKING:
    from lookalike.scorecard.bundle import Bundle

MOST = 3
BLOCK = 100_000


@dataclass(frozen=True)
class Likeness:
    """The best customers as points to measure from.

    Two companies are alike when the same facts move their scores by as much in the same direction: the distance is
    Euclidean over contributions, and where they fall into different bins it adds the weight that the feature has
    among the best customers, so that Logistics and IT stay apart even where both count the same.
    """

    names: tuple[str, ...]
    ids: tuple[str, ...]
    contributions: np.ndarray
    apart: tuple[np.ndarray, ...]

    def squared(self, contributions: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Squared distances to every best customer, shape (n, best)."""
        ours = self.contributions
        square = (contributions**2).sum(axis=1)[:, None] + (ours**2).sum(axis=1) - 2 * contributions @ ours.T
        for place, table in enumerate(self.apart):
            square += table[codes[:, place]]
        return np.maximum(square, 0.0)


def likeness(bundle: Bundle) -> Likeness:
    """The best customers of a bundle as points in the space of contributions."""
    best, features = bundle.best, bundle.rank.features
    ours, codes = bundle.rank.contributions(best), bundle.rank.codes(best)
    weight = (ours**2).mean(axis=0) if len(best) else np.zeros(len(features))
    bands = [portrait.band for portrait in portraits(features, best, bundle.distribution)]
    apart = tuple(weight[place] * (band[:, None] != band[codes[:, place]]) for place, band in enumerate(bands))
    return Likeness(tuple(best["name"].fillna(best["account_id"])), tuple(best["account_id"]), ours, apart)


def nearest_customers(bundle: Bundle, frame: pd.DataFrame, contributions: np.ndarray) -> np.ndarray:
    """Up to three best customers that each row resembles most, the nearest first.

    A company is never its own lookalike: rows whose `account_id` is a best customer's skip that one.

    Parameters
    ----------
    bundle : Bundle
    frame : DataFrame
        The attributes of n companies; `account_id` where it is known.
    contributions : ndarray of float, shape (n, features)

    Returns
    -------
    ndarray of int32, shape (n, 3)
        Places in `bundle.best`, -1 where there are fewer than three.
    """
    points, codes = likeness(bundle), bundle.rank.codes(frame)
    own = (
        pd.Index(points.ids).get_indexer(pd.Index(frame["account_id"]))
        if "account_id" in frame
        else np.full(len(frame), -1)
    )
    key = np.column_stack([codes, own])
    which, first = _distinct(key)
    found = [
        _nearest(points, contributions[block], codes[block], own[block])
        for block in np.array_split(first, len(first) // BLOCK + 1)
    ]
    return np.concatenate(found)[which]


def _nearest(points: Likeness, contributions: np.ndarray, codes: np.ndarray, own: np.ndarray) -> np.ndarray:
    square = points.squared(contributions.astype(float), codes)
    rows = np.flatnonzero(own >= 0)
    square[rows, own[rows]] = np.inf
    found = np.full((len(codes), MOST), -1, dtype=np.int32)
    # Rounded, so that what floats add in another order does not choose between customers equally near; then by id.
    places = np.argsort(np.round(square, 9), axis=1, kind="stable")[:, :MOST]
    near = np.isfinite(np.take_along_axis(square, places, axis=1))
    found[:, : places.shape[1]] = np.where(near, places, -1)
    return found


def _distinct(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which distinct row each row is, and where each distinct row first stands: most of a register looks alike."""
    which, size = np.zeros(len(key), dtype=np.int64), 1
    for column in key.T:
        levels = int(column.max(initial=0)) + 2
        if size * levels > np.iinfo(np.int64).max:
            which, seen = pd.factorize(which)
            size = len(seen)
        which, size = which * levels + column + 1, size * levels
    which, seen = pd.factorize(which)
    first = np.empty(len(seen), dtype=np.int64)
    first[which[::-1]] = np.arange(len(key))[::-1]
    return which, first

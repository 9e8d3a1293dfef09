"""How many groups there are, and which: k-means over the weighted points, judged by whether the groups come back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from lookalike.knowledge.encoding import Matrix
from lookalike.knowledge.stability import jaccard_stability, prediction_strength

VALID = 0.75  # bootstrap Jaccard from which a group is a real one (Hennig, 2007)
UNNAMED = 0.6  # ... and below which it should not be trusted
STRENGTH = 0.8  # prediction strength from which a number of groups is supported (Tibshirani and Walther, 2005)
MOST_POINTS = 2000  # points that are enough to find the groups
PER_GROUP = 12  # companies at least for each group tried
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Clustering:
    """One division of the points.

    Attributes
    ----------
    labels : int array of shape (points,)
    centres : ndarray of shape (groups, columns)
    stability : ndarray of shape (groups,)
        Mean bootstrap Jaccard of each group, 0-1.
    strength : ndarray of shape (groups,)
        Prediction strength of each group, 0-1.
    """

    labels: Labels
    centres: Matrix
    stability: NDArray[np.float64]
    strength: NDArray[np.float64]


def k_means(points: Matrix, groups: int, seed: int, starts: int = 10) -> KMeans:
    """A fitted k-means; the same points and seed give the same groups."""
    return KMeans(groups, n_init=starts, random_state=seed).fit(points)


def cluster(points: Matrix, count: int | None, seed: int) -> Clustering | None:
    """The division into 2 to 7 groups that comes back most surely.

    Parameters
    ----------
    points : ndarray of shape (n, columns)
    count : int or None
        The number of groups wanted; None = the largest whose groups are all stable and predicted, else the most stable.
    seed : int

    Returns
    -------
    Clustering or None
        None when there are too few different points for two groups.
    """
    distinct = len(np.unique(points, axis=0))
    most = min(7, distinct, max(len(points) // PER_GROUP, 1))
    wanted = [count] if count is not None and count <= distinct else range(2, most + 1)
    tried = [_judged(points, groups, seed) for groups in wanted]
    if not tried:
        return None
    sure = [one for one in tried if one.stability.min() >= VALID and one.strength.min() >= STRENGTH]
    return sure[-1] if sure else max(tried, key=lambda one: (round(one.stability.min(), 2), -len(one.centres)))


def _judged(points: Matrix, groups: int, seed: int) -> Clustering:
    fitted = k_means(points, groups, seed)
    labels = fitted.labels_.astype(np.int64)
    again = lambda some, number: k_means(some, groups, number, starts=2)  # noqa: E731
    return Clustering(
        labels,
        fitted.cluster_centers_,
        jaccard_stability(points, labels, again, seed),
        prediction_strength(points, labels, again, seed),
    )

"""Whether groups are real: they come back when drawn anew, one half predicts the other, and no mere cloud has such."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import silhouette_score

SPLITS = 6
CLOUDS, CLOUD = 19, 500  # reference clouds (so that chance passes once in twenty), and points of each
Labels = NDArray[np.int64]
Refit = Callable[[NDArray[np.float64], int], Any]
"""Points and a seed -> a fitted clusterer with `predict`."""


def jaccard_stability(
    points: NDArray[np.float64], labels: Labels, refit: Refit, seed: int, redraws: int
) -> NDArray[np.float64]:
    """How well each group comes back when it is sought again in companies drawn with replacement (Hennig, 2007).

    Parameters
    ----------
    points : ndarray of shape (n, columns)
    labels : int array of shape (n,)
        0 to groups - 1.
    refit : callable
        How the groups were found.
    seed, redraws : int

    Returns
    -------
    ndarray of shape (groups,)
        Mean over the redraws of the largest Jaccard similarity with a new group, 0-1, over the companies drawn.
    """
    rng = np.random.default_rng(seed)
    total = np.zeros(labels.max() + 1)
    for turn in range(redraws):
        drawn = rng.integers(0, len(points), len(points))
        found = refit(points[drawn], seed + turn + 1).labels_
        once, first = np.unique(drawn, return_index=True)
        total += overlaps(labels[once], found[first], len(total)).max(axis=1)
    return total / redraws


def prediction_strength(points: NDArray[np.float64], labels: Labels, refit: Refit, seed: int) -> NDArray[np.float64]:
    """How surely one half of the companies predicts who belongs together in the other (Tibshirani and Walther, 2005).

    Returns
    -------
    ndarray of shape (groups,)
        Share of the pairs of a group of one half that the groups of the other half also put together, 0-1. A group
        found in a half counts for the group that most of it belongs to, and the worst of them for the split.
    """
    rng = np.random.default_rng(seed)
    groups = labels.max() + 1
    total, seen = np.zeros(groups), np.zeros(groups)
    for turn in range(SPLITS):
        order = rng.permutation(len(points))
        ours, others = order[: len(order) // 2], order[len(order) // 2 :]
        found = refit(points[ours], seed + 2 * turn).labels_
        predicted = refit(points[others], seed + 2 * turn + 1).predict(points[ours])
        worst = np.full(groups, np.inf)
        for group in np.unique(found):
            members = found == group
            home = np.bincount(labels[ours][members], minlength=groups).argmax()
            worst[home] = min(worst[home], _pairs_together(predicted[members]))
        total[np.isfinite(worst)] += worst[np.isfinite(worst)]
        seen += np.isfinite(worst)
    return np.divide(total, SPLITS, out=np.zeros(groups), where=seen > 0)


def beyond_a_cloud(points: NDArray[np.float64], labels: Labels, refit: Refit, seed: int) -> bool:
    """Whether the groups stand apart more clearly than any division of a cloud that has none.

    A continuum can be cut in two as stably as one likes. The reference are normal clouds of the same covariance, cut
    into as many groups (the null of Liu et al., 2008, with the mean silhouette as the statistic).

    Parameters
    ----------
    points : ndarray of shape (n, columns)
    labels : int array of shape (n,)
    refit : callable
        How the groups were found.
    seed : int
    """
    every = max(1, len(points) // CLOUD)
    points, labels = points[::every], labels[::every]
    if not 1 < len(np.unique(labels)) < len(labels):
        return False
    spread, axes = np.linalg.eigh(np.atleast_2d(np.cov(points.T)))
    shape = (axes * np.sqrt(np.maximum(spread, 0))).T
    rng = np.random.default_rng(seed)
    found = silhouette_score(points, labels)
    for turn in range(CLOUDS):
        cloud = rng.normal(size=points.shape) @ shape
        if silhouette_score(cloud, refit(cloud, seed + turn).labels_) >= found:
            return False
    return True


def overlaps(first: Labels, second: Labels, groups: int) -> NDArray[np.float64]:
    """Jaccard similarity of each group of one division (rows) with each of the other (columns)."""
    table = np.zeros((groups, second.max() + 1))
    np.add.at(table, (first, second), 1)
    union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    return np.divide(table, union, out=np.zeros_like(table), where=union > 0)


def _pairs_together(predicted: Labels) -> float:
    """The share of all pairs with the same prediction; 1 for a single company."""
    n = len(predicted)
    if n < 2:
        return 1.0
    sizes = np.bincount(predicted).astype(float)
    return float((sizes * (sizes - 1)).sum() / (n * (n - 1)))

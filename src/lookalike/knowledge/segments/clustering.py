"""How many groups there are, and which: k-means over the weighted points; the fewest that come back and explain."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import silhouette_score
from threadpoolctl import threadpool_limits

from lookalike.knowledge.segments.encoding import Matrix
from lookalike.knowledge.segments.stability import Refit, beyond_a_cloud, jaccard_stability, prediction_strength

VALID = 0.75  # bootstrap Jaccard from which a group is a real one (Hennig, 2007)
UNNAMED = 0.6  # ... and below which it should not be trusted
EXPLAINS = 0.9  # of what the best division explains: fewer groups that explain so much are enough
SCREEN, REDRAWS = 6, 20  # redraws of the companies for a first look and for the verdict
MARGIN = 0.1  # below VALID after the first look, within which a division is looked at again
MOST_POINTS = 1500  # points that are enough to find the groups
PER_GROUP = 12  # companies at least for each group tried
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Clustering:
    """One division of the points.

    Attributes
    ----------
    labels : int array of shape (points,)
    stability : ndarray of shape (groups,)
        Mean bootstrap Jaccard of each group, 0-1.
    strength : ndarray of shape (groups,)
        Prediction strength of each group, 0-1.
    beyond_a_cloud : bool
        The groups stand apart more clearly than those of a cloud without any.
    """

    labels: Labels
    stability: NDArray[np.float64]
    strength: NDArray[np.float64]
    beyond_a_cloud: bool


def k_means(points: Matrix, groups: int, seed: int, starts: int = 10) -> KMeans:
    """A fitted k-means; the same points and seed give the same groups."""
    with warnings.catch_warnings():
        # A redraw may hold fewer different companies than groups: then a group does not come back, which is the answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(groups, n_init=starts, random_state=seed).fit(points)


def cluster(points: Matrix, count: int | None, seed: int, explains: Callable[[Labels], float]) -> Clustering | None:
    """The division into the fewest of 2 to 7 groups that all come back and explain what the attributes have in common.

    Parameters
    ----------
    points : ndarray of shape (n, columns)
    count : int or None
        The number of groups wanted; None = the smallest whose groups are all stable and that explains as much as any
        stable number, else the most stable.
    seed : int
    explains : callable
        Labels -> how much the groups explain, NaN where there is nothing to explain; then groups that stand apart
        explain more.

    Returns
    -------
    Clustering or None
        None when there are too few different points for two groups.
    """
    distinct = len(np.unique(points, axis=0))
    most = min(7, distinct, max(len(points) // PER_GROUP, 1))
    wanted = [count] if count is not None and count <= distinct else range(2, most + 1)
    # Many small fits: threads would cost more than they bring.
    with threadpool_limits(1):
        fitted = [k_means(points, groups, seed) for groups in wanted]
        if len(fitted) == 1:
            return _judged(points, fitted[0], seed)
        first_look = [_least_stable(points, one, seed, SCREEN) for one in fitted]
        likely = [one for one, least in zip(fitted, first_look, strict=True) if least >= VALID - MARGIN]
        stable = [one for one in likely if _least_stable(points, one, seed, REDRAWS) >= VALID]
        if stable:
            return _judged(points, _fewest_that_explain(points, stable, explains), seed)
        return _judged(points, fitted[int(np.argmax(np.round(first_look, 2)))], seed) if fitted else None


def _fewest_that_explain(points: Matrix, fitted: Sequence[KMeans], explains: Callable[[Labels], float]) -> KMeans:
    """The first of divisions into ever more groups that explains nearly as much as the best of them."""
    told = np.array([explains(one.labels_.astype(np.int64)) for one in fitted])
    if np.isnan(told).any():
        told = np.array([silhouette_score(points, one.labels_) for one in fitted])
    return fitted[int(np.argmax(told >= EXPLAINS * told.max()))]


def _judged(points: Matrix, fitted: KMeans, seed: int) -> Clustering:
    labels = fitted.labels_.astype(np.int64)
    refit = _refit(fitted.n_clusters)
    return Clustering(
        labels,
        jaccard_stability(points, labels, refit, seed, REDRAWS),
        prediction_strength(points, labels, refit, seed),
        beyond_a_cloud(points, labels, refit, seed),
    )


def _least_stable(points: Matrix, fitted: KMeans, seed: int, redraws: int) -> float:
    """Stability of the least stable group over so many redraws."""
    return float(jaccard_stability(points, fitted.labels_, _refit(fitted.n_clusters), seed, redraws).min())


def _refit(groups: int) -> Refit:
    """The same k-means on other points."""
    return lambda points, seed: k_means(points, groups, seed, starts=2)

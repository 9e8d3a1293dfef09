"""How alike two rankings of the same prospects are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.stats import kendalltau, spearmanr


def spearman(model: np.ndarray, rules: np.ndarray) -> float:
    """Rank correlation with ties averaged, -1 to 1; NaN where one of the two says the same of all."""
    return _correlated(spearmanr, model, rules)


def kendall(model: np.ndarray, rules: np.ndarray) -> float:
    """Kendall's tau-b, -1 to 1: how much oftener both agree than disagree which of two prospects comes first."""
    return _correlated(kendalltau, model, rules)


def _correlated(statistic: Callable[..., Any], model: np.ndarray, rules: np.ndarray) -> float:
    if len(model) < 2 or np.ptp(model) == 0 or np.ptp(rules) == 0:
        return float("nan")
    return float(statistic(model, rules).statistic)


def rank_biased_overlap(shared: np.ndarray, persistence: float) -> float:
    """Rank-biased overlap, 0 (disjoint) to 1 (identical): agreement that counts most at the top.

    Webber, Moffat and Zobel, "A similarity measure for indefinite rankings" (2010), over two complete rankings: the
    mean overlap that a reader sees who goes on to the next place with probability `persistence` (the list's end is
    reached with what probability remains, and agreement there is complete).

    Parameters
    ----------
    shared : ndarray, shape (n,)
        The overlap at each depth, from `overlap`.
    persistence : float
        0 to 1; 1 - 1/k looks about k places deep.

    Examples
    --------
    >>> places = np.arange(5.0)
    >>> rank_biased_overlap(overlap(places, places), 0.9), round(rank_biased_overlap(overlap(places, -places), 0.5), 3)
    (1.0, 0.151)
    """
    depth = np.arange(1, len(shared) + 1)
    weight = (1 - persistence) * persistence ** (depth - 1)
    return float(weight @ shared + persistence ** len(shared))


def overlap(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Share of the first k places that two scores fill with the same prospects, for k = 1 to n.

    Companies with the same score stand in a random order: the overlap is the one to be expected.

    Parameters
    ----------
    first, second : ndarray of float, shape (n,)
        Higher comes first; `second` may have ties, those of `first` are taken in the order given.

    Examples
    --------
    >>> overlap(np.array([3.0, 2.0, 1.0]), np.array([2.0, 3.0, 1.0])).tolist()
    [0.0, 1.0, 1.0]
    >>> overlap(np.array([3.0, 2.0, 1.0]), np.array([1.0, 1.0, 1.0])).round(2).tolist()
    [0.33, 0.67, 1.0]
    """
    count = len(first)
    place = np.empty(count, dtype=int)
    place[np.argsort(-first, kind="stable")] = np.arange(1, count + 1)
    _, group, size = np.unique(-second, return_inverse=True, return_counts=True)
    end = np.cumsum(size)
    start, stop = (end - size)[group], end[group]
    whole = np.zeros(count + 2)  # how many are surely in both: from the depth on that holds place and tie group
    np.add.at(whole, np.maximum(place, stop), 1)
    part = np.zeros(count + 2)  # how many are in the first, and in the tie group that the depth cuts
    inside = place < stop
    np.add.at(part, np.maximum(place, start + 1)[inside], 1)
    np.add.at(part, stop[inside], -1)
    depth = np.arange(1, count + 1)
    cut = np.searchsorted(end, depth, side="left")
    share = (depth - (end - size)[cut]) / size[cut]
    return np.asarray((whole.cumsum()[1:-1] + share * part.cumsum()[1:-1]) / depth)


def overlap_curve(shared: np.ndarray, marks: Sequence[int]) -> list[dict[str, float]]:
    """The overlap at the places `marks`, beside what chance alone would give."""
    at = [k for k in marks if 0 < k <= len(shared)]
    return [{"k": k, "overlap": float(shared[k - 1]), "by_chance": k / len(shared)} for k in at]

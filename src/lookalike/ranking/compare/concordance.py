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


def rank_biased_overlap(first: np.ndarray, second: np.ndarray, persistence: float) -> float:
    """Rank-biased overlap, 0 (disjoint) to 1 (identical): agreement that counts most at the top.

    Webber, Moffat and Zobel, "A similarity measure for indefinite rankings" (2010), over two complete rankings: the
    mean overlap that a reader sees who goes on to the next place with probability `persistence` (the list's end is
    reached with what probability remains, and agreement there is complete).

    Parameters
    ----------
    first, second : ndarray of int, shape (n,)
        Each prospect's place in the two rankings, from 1, without ties.
    persistence : float
        0 to 1; 1 - 1/k looks about k places deep.

    Examples
    --------
    >>> places = np.arange(1, 6)
    >>> rank_biased_overlap(places, places, 0.9), round(rank_biased_overlap(places, places[::-1], 0.5), 3)
    (1.0, 0.151)
    """
    depth = np.arange(1, len(first) + 1)
    weight = (1 - persistence) * persistence ** (depth - 1)
    return float(weight @ overlap(first, second) + persistence ** len(first))


def overlap(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Share of the first k places that both rankings fill with the same prospects, for k = 1 to n.

    Examples
    --------
    >>> overlap(np.array([1, 2, 3]), np.array([2, 1, 3])).tolist()
    [0.0, 1.0, 1.0]
    """
    both = np.bincount(np.maximum(first, second), minlength=len(first) + 1)[1:]
    return np.cumsum(both) / np.arange(1, len(first) + 1)


def overlap_curve(first: np.ndarray, second: np.ndarray, marks: Sequence[int]) -> list[dict[str, float]]:
    """The overlap at the places `marks`, beside what chance alone would give."""
    at = overlap(first, second)
    return [{"k": k, "overlap": float(at[k - 1]), "by_chance": k / len(first)} for k in marks if 0 < k <= len(first)]

"""How alike two rankings of the same prospects are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def spearman(model: np.ndarray, rules: np.ndarray) -> float:
    """Rank correlation with ties averaged, -1 to 1; NaN where one of the two says the same of all."""
    if _says_nothing(model) or _says_nothing(rules):
        return float("nan")
    return float(pd.Series(model).rank().corr(pd.Series(rules).rank()))


def kendall(model: np.ndarray, rules: np.ndarray) -> float:
    """Kendall's tau-b, -1 to 1: how much oftener both agree than disagree which of two prospects comes first."""
    if _says_nothing(model) or _says_nothing(rules):
        return float("nan")
    one, other = (np.unique(ranking, return_inverse=True)[1] for ranking in (model, rules))
    pairs = len(one) * (len(one) - 1) // 2
    tied, other_tied, both = (_tied(places) for places in (one, other, one * len(other) + other))
    apart = _disagreements(other[np.lexsort((other, one))])
    surplus = pairs - tied - other_tied + both - 2 * apart
    return float(surplus / np.sqrt(float(pairs - tied) * float(pairs - other_tied)))


def _says_nothing(ranking: np.ndarray) -> bool:
    return bool(len(ranking) < 2 or np.ptp(ranking) == 0)


def _tied(places: np.ndarray) -> int:
    """How many pairs share a place."""
    sizes = np.unique(places, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _disagreements(places: np.ndarray) -> int:
    """How many pairs of whole numbers stand in falling order: counted bit by bit among numbers alike above the bit.

    Examples
    --------
    >>> _disagreements(np.array([2, 0, 1])), _disagreements(np.array([0, 0, 1]))
    (2, 0)
    """
    found = 0
    for bit in range(int(places.max()).bit_length()):
        order = np.argsort(places >> bit + 1, kind="stable")
        above, ones = (places >> bit + 1)[order], (places >> bit & 1)[order]
        before = np.cumsum(ones) - ones
        inside = before - before[np.searchsorted(above, above)]
        found += int(inside[ones == 0].sum())
    return found


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

"""Numbers that stand for keys, joined in bulk."""

from __future__ import annotations

import numpy as np
import pandas as pd


def hashed(*parts: np.ndarray | int) -> np.ndarray:
    """One number of 0 or more for several: the same for the same parts, and for others by chance hardly ever.

    Examples
    --------
    >>> one, other = hashed(np.array([1, 1]), np.array([2, 3]))
    >>> bool(one != other), bool(one == hashed(1, 2)[0])
    (True, True)
    """
    mixed = np.zeros(1, dtype=np.uint64)
    for part in parts:
        mixed = (mixed ^ np.asarray(part).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = mixed ^ (mixed >> np.uint64(29))
    return (mixed >> np.uint64(1)).astype(np.int64)


def firsts(labels: pd.Series | np.ndarray) -> np.ndarray:
    """For each row the position of the first one with its label.

    Examples
    --------
    >>> firsts(np.array(["a", "b", "a"])).tolist()
    [0, 1, 0]
    """
    number = pd.factorize(labels)[0]
    first = np.empty(number.max(initial=-1) + 1, dtype=np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]  # of several, what is written last stays
    return first[number]


def distinct(numbers: np.ndarray) -> np.ndarray:
    """Each number once, sorted: faster than hashing where there are millions."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def joined(left: np.ndarray, right: np.ndarray, most: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Positions of all pairs that share a key.

    Parameters
    ----------
    left, right : ndarray of int
        Keys; negative ones pair with nothing.
    most : int, optional
        Pairs at most: keys that would make the fewest go first.

    Returns
    -------
    tuple of two ndarray of int
        Positions on the left and on the right.

    Examples
    --------
    >>> [side.tolist() for side in joined(np.array([7, -1, 7]), np.array([7, 3]))]
    [[0, 2], [0, 0]]
    """
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    start = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else order
    known, count = ordered[start], np.diff(np.append(start, len(ordered)))
    if not len(known):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.searchsorted(known, left).clip(max=len(known) - 1)
    meets = (known[at] == left) & (left >= 0)
    if most is not None:
        cost = np.bincount(at[meets], minlength=len(known)) * count
        cheap = np.argsort(cost, kind="stable")
        within = np.zeros(len(known), dtype=bool)
        within[cheap[np.cumsum(cost[cheap]) <= most]] = True
        meets &= within[at]
    rows = np.flatnonzero(meets)
    many = count[at[rows]]
    first = np.cumsum(many) - many
    inside = np.arange(many.sum()) - np.repeat(first, many)
    return np.repeat(rows, many), order[np.repeat(start[at[rows]], many) + inside]

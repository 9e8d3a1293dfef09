"""Folds that keep a company in one piece and spread the won ones evenly."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, StratifiedKFold

Part = tuple[np.ndarray, np.ndarray]


def group_folds(y: np.ndarray, groups: np.ndarray | None, folds: int, seed: int) -> list[Part]:
    """Split rows into folds by group: no group on both sides.

    Groups are dealt out so that each fold has its share of groups with any positive `y`; with a `y` of more than two
    values they are dealt out at random. There are fewer folds when there are fewer groups of a kind.

    Parameters
    ----------
    y : ndarray, shape (n,)
    groups : ndarray, shape (n,), or None
        None makes each row its own group.
    folds : int
        Wanted number of folds, at least 2.
    seed : int

    Returns
    -------
    list of (train, test), row positions

    Examples
    --------
    >>> y, groups = np.array([1, 0, 0, 0, 1, 0]), np.array(["a", "a", "b", "c", "d", "e"])
    >>> ["".join(groups[test]) for _, test in group_folds(y, groups, 2, seed=0)]
    ['cde', 'aab']
    """
    place, names = pd.factorize(np.arange(len(y)) if groups is None else groups, sort=True)
    rank: KFold | StratifiedKFold
    label = np.zeros(len(names))
    if len(np.unique(y)) == 2:
        np.maximum.at(label, place, y == np.max(y))
        smallest = int(min(label.sum(), len(names) - label.sum()))
    else:
        smallest = 0
    if smallest >= 2:
        rank = StratifiedKFold(min(folds, smallest), shuffle=True, random_state=seed)
    else:
        rank = KFold(min(folds, len(names)), shuffle=True, random_state=seed)
    fold = np.empty(len(names), dtype=int)
    for number, (_, test) in enumerate(rank.split(label, label)):
        fold[test] = number
    return [(np.flatnonzero(fold[place] != k), np.flatnonzero(fold[place] == k)) for k in range(fold.max() + 1)]

"""How much each deal counts: a company that buys often must not drown those that were asked once."""

from __future__ import annotations

import numpy as np
import pandas as pd


def company_weights(y: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Weight of each row, 1 on average: n rows of one company together count as n / (1 + (n - 1) r) independent ones.

    r says how alike the outcomes of one company are: 0 when they are no more alike than those of different companies
    (then all weigh 1), 1 when a company always answers the same (then all companies weigh the same). This is the design
    effect of cluster samples (Kish 1965).

    Parameters
    ----------
    y : ndarray, shape (n,)
        Outcomes 0 / 1, or numbers.
    groups : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (n,)

    Examples
    --------
    >>> groups = np.array(["a", "a", "a", "b", "c", "d", "d"])
    >>> company_weights(np.array([1.0, 1, 1, 0, 0, 0, 0]), groups).round(2).tolist()
    [0.58, 0.58, 0.58, 1.75, 1.75, 0.88, 0.88]
    """
    place = pd.factorize(groups, sort=True)[0]
    rows = np.bincount(place).astype(float)
    weight = 1 / (1 + (rows[place] - 1) * likeness(np.asarray(y, dtype=float), place))
    return weight / weight.mean()


def likeness(y: np.ndarray, place: np.ndarray) -> float:
    """The intraclass correlation by analysis of variance (Donner 1986), 0-1.

    `place` numbers each row's group from 0; without a group of several rows nothing can be said and it is 0.
    """
    counts = np.bincount(place).astype(float)
    rows, groups = len(y), len(counts)
    if groups < 2 or rows == groups:
        return 0.0
    means = np.bincount(place, weights=y) / counts
    between = float((counts * (means - y.mean()) ** 2).sum()) / (groups - 1)
    within = float(((y - means[place]) ** 2).sum()) / (rows - groups)
    usual = (rows - float((counts**2).sum()) / rows) / (groups - 1)
    total = between + (usual - 1) * within
    return float(np.clip((between - within) / total, 0.0, 1.0)) if total > 0 else 0.0

"""Grades by capacity: A is what sales can work, and what may be expected of each grade."""

from __future__ import annotations

import numpy as np

from lookalike.schema import GRADES
from lookalike.settings import Score


def seats(prospects: int, settings: Score) -> int:
    """How many prospects get grade A: the team's capacity, else the first share of the list."""
    return min(prospects, settings.capacity or max(1, round(settings.grades[0] * prospects)))


def grades(familiar: np.ndarray, settings: Score) -> np.ndarray:
    """The grade of each row of a list in rank order.

    Where the settings ask for exploration, that share of the A grade is kept for the best of those that lie outside
    what was learned from: only by calling them does the next model learn about them. Ranks and scores stay as they
    are.

    Parameters
    ----------
    familiar : ndarray of bool, shape (n,)
        In rank order.

    Returns
    -------
    ndarray of object, shape (n,)
        A, B, C or D.

    Examples
    --------
    >>> familiar = np.array([True] * 6 + [False] * 4)
    >>> "".join(grades(familiar, Score(capacity=4)))
    'AAAACCDDDD'
    >>> "".join(grades(familiar, Score(capacity=4, exploration=0.5)))
    'AACCDDAADD'
    """
    total, best = len(familiar), seats(len(familiar), settings)
    cuts = [best, *(max(best, round(share * total)) for share in settings.grades[1:])]
    kept = min(round(settings.exploration * best), int((~familiar).sum()))
    first = np.zeros(total, dtype=bool)
    first[: best - kept] = True
    first[np.flatnonzero(~familiar & ~first)[:kept]] = True
    first[np.flatnonzero(~first)[: best - first.sum()]] = True
    place = np.empty(total, dtype=np.int64)
    place[np.argsort(~first, kind="stable")] = np.arange(total)
    return np.asarray(GRADES, dtype=object)[np.searchsorted(cuts, place, side="right")]

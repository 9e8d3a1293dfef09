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
    ranks = np.arange(1, len(familiar) + 1)
    return grades_at(ranks, len(familiar), ranks[~familiar], settings)


def grades_at(ranks: np.ndarray, total: int, unfamiliar: np.ndarray, settings: Score) -> np.ndarray:
    """The same of some rows of a list, wherever the others are.

    Parameters
    ----------
    ranks : ndarray of int, shape (n,)
        From 1.
    total : int
        Rows of the list.
    unfamiliar : ndarray of int
        The ranks, rising, of all rows outside what was learned from; they only count where exploration is asked for.

    Examples
    --------
    >>> grades_at(np.array([2, 9]), 10, np.array([7, 8, 9, 10]), Score(capacity=4, exploration=0.5)).tolist()
    ['A', 'D']
    """
    best = seats(total, settings)
    cuts = [best, *(max(best, round(share * total)) for share in settings.grades[1:])]
    kept = min(round(settings.exploration * best), len(unfamiliar))
    lead = best - kept
    others = unfamiliar[unfamiliar > lead][:kept]
    following = np.setdiff1d(np.arange(lead + 1, best + 1), others)[: kept - len(others)]
    apart = np.union1d(others, following)
    behind = best + ranks - 1 - lead - np.searchsorted(apart, ranks)
    place = np.where((ranks <= lead) | np.isin(ranks, apart), 0, behind)
    return np.asarray(GRADES, dtype=object)[np.searchsorted(cuts, place, side="right")]

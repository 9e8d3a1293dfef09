"""What further facts add to log-odds that are taken as they are."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

SPREAD = 0.5  # in log-odds: how far from 0 an offset is expected to lie, before any deal is seen
STEPS, CLOSE = 50, 1e-9


def offsets(won: np.ndarray, score: np.ndarray, facts: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Penalised logistic regression on facts, given a score: what each adds to the log-odds.

    Newton's method; a normal prior around 0 of standard deviation `SPREAD` shrinks each offset, none the intercept.

    Parameters
    ----------
    won : ndarray, shape (n,), 0 or 1
    score : ndarray, shape (n,)
        In log-odds, taken as it is.
    facts : ndarray, shape (n, k)
        Indicators, or numbers of spread 1.
    weight : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (k + 1,)
        The intercept, then the offsets.

    Examples
    --------
    >>> won, past = np.tile([1.0, 0, 0, 0], 200), np.repeat([[0.0], [1.0]], 400, axis=0)
    >>> won[400:600:4] = 0
    >>> bool(offsets(won, np.zeros(800), past, np.ones(800))[1] < -0.3)
    True
    """
    x = np.column_stack([np.ones(len(won)), facts])
    prior = np.r_[0.0, np.full(facts.shape[1], SPREAD**-2)]
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = expit(score + x @ beta)
        slope = x.T @ (weight * (won - chance)) - prior * beta
        curvature = (x.T * (weight * chance * (1 - chance))) @ x + np.diag(prior)
        step = np.linalg.solve(curvature + CLOSE * np.eye(len(beta)), slope).clip(-1, 1)
        beta += step
        if np.abs(step).max() < CLOSE:
            break
    return beta

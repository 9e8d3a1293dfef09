"""How much each company-level criterion counts, in halves: facts that say the same thing share their say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

TOTAL = 12.0  # of the weights: single companies differ more than segments do, so their facts outweigh the nine criteria
STEP = 0.5
CAUTION = 1.0  # pull of the weights towards each other; with few cases all count alike
UNKNOWN = 0.5  # share of points that an unknown counts for while weights are learned


def learned_weights(
    points: NDArray[np.float64], hit: NDArray[np.float64], row_weight: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Weights of criteria, never negative, rounded to halves adding up to about `TOTAL`.

    They maximise the likelihood of a logistic regression on the points, less a penalty on the distance from equal
    weights (a ridge towards the mean), so that criteria which overlap share their say.

    Parameters
    ----------
    points : array of shape (rows, criteria)
        0-3, NaN = unknown.
    hit : array of shape (rows,)
        0 / 1.
    row_weight : array of shape (rows,), optional
        How much of an independent case each row is (`independent_share`); default 1.

    Returns
    -------
    ndarray of shape (criteria,)
        0 for a criterion that adds next to nothing to the others.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> fact = rng.integers(0, 4, 400).astype(float)
    >>> hit = (rng.random(400) < fact / 4).astype(float)
    >>> learned_weights(np.column_stack([fact, rng.integers(0, 4, 400)]), hit).tolist()
    [11.0, 1.0]
    """
    shares = np.where(np.isnan(points), UNKNOWN, points / 3)
    count = shares.shape[1]
    counts = np.ones(len(hit)) if row_weight is None else row_weight

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        raw, weights = shares @ parameters[1:] + parameters[0], parameters[1:]
        likelihood = np.sum(counts * (np.logaddexp(0, raw) - hit * raw))
        slope = counts * (1 / (1 + np.exp(-raw)) - hit)
        apart = weights - weights.mean()
        gradient = np.concatenate([[slope.sum()], slope @ shares + 2 * CAUTION * apart])
        return float(likelihood + CAUTION * np.sum(apart**2)), gradient

    start = np.concatenate([[-1.0], np.ones(count)])
    bounds = [(None, None)] + [(0, None)] * count
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x[1:]
    if found.sum() == 0:
        return np.full(count, TOTAL / count)
    return np.round(found / found.sum() * TOTAL / STEP) * STEP

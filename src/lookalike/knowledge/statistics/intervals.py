"""Intervals and tests for shares, ratios and differences between groups of companies; closed forms, no simulation."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lookalike.numbers import ENDS

Floats = NDArray[np.float64]
FEWEST_CASES = 12  # companies or deals below which a group has no voice of its own


@cache
def _z() -> float:
    """The standard normal's quantile at the upper end of our intervals."""
    from scipy.special import ndtri

    return float(ndtri(ENDS[1]))


def model_error(deals: int) -> float:
    """How far the mean chance of a part of a list is off beyond what deals not seen tell: a list is other companies.

    A standard deviation in log-odds, measured on forty samples of the sample company's world, learned from 850 deals
    and from 210 (`python -m training.benchmarks promises`).

    Examples
    --------
    >>> round(model_error(850), 2), round(model_error(210), 2)
    (0.17, 0.27)
    """
    return float(1.6 / np.cbrt(max(deals, 1)))


def median(values: ArrayLike) -> float:
    """The median of what is known; NaN of nothing."""
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else float("nan")


def wilson(hits: float, n: float) -> tuple[float, float]:
    """90 % interval of a share, after Wilson (1927); sensible for few trials and for shares near 0 and 1.

    Parameters
    ----------
    hits, n : float
        Successes and trials; effective numbers where trials hang together.

    Returns
    -------
    tuple of float
        Low and high, 0-1; (0, 1) without trials.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.541, 0.931]
    """
    if n <= 0:
        return 0.0, 1.0
    share, z2 = hits / n, _z() ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _z() / (1 + z2 / n) * np.sqrt(max(0.0, share * (1 - share) / n + z2 / (4 * n * n)))
    return 0.0 if hits <= 0 else float(centre - half), 1.0 if hits >= n else float(centre + half)


def clustered_share(hits: ArrayLike, trials: ArrayLike) -> tuple[float, float, float]:
    """A share over all trials with its 90 % interval, where the trials of one company hang together.

    The variance of the ratio over companies (linearised, as for cluster samples) gives the effective number of trials
    that Wilson's interval is computed for.

    Parameters
    ----------
    hits, trials : array of shape (companies,)

    Returns
    -------
    tuple of float
        Share, low, high; the share is NaN without trials.
    """
    won, closed = np.asarray(hits, float), np.asarray(trials, float)
    total = closed.sum()
    if total == 0:
        return float("nan"), 0.0, 1.0
    share = won.sum() / total
    spread = float(np.sum((won - share * closed) ** 2)) / total**2
    independent = share * (1 - share) / total
    effective = total * min(1.0, independent / spread) if spread > 0 else total
    return float(share), *wilson(share * effective, effective)


def clustered_mean(sums: ArrayLike, counts: ArrayLike) -> tuple[float, float, float]:
    """A mean over all items with its 90 % interval on the log scale, where the items of one company hang together.

    Parameters
    ----------
    sums, counts : array of shape (companies,)
        Sum and number of the items of each company.

    Returns
    -------
    tuple of float
        Mean, low, high; NaN without items, an open interval (NaN) for a single company.
    """
    total, n = np.asarray(sums, float), np.asarray(counts, float)
    total, n = total[n > 0], n[n > 0]
    if not len(n):
        return (float("nan"),) * 3
    mean = float(total.sum() / n.sum())
    if len(n) < 2 or mean <= 0:
        return mean, float("nan"), float("nan")
    error = np.sqrt(len(n) / (len(n) - 1) * np.sum((total - mean * n) ** 2)) / n.sum()
    from scipy.special import stdtrit

    factor = float(np.exp(stdtrit(len(n) - 1, ENDS[1]) * error / mean))
    return mean, mean / factor, mean * factor


def lift(hits: float, n: float, other_hits: float, other_n: float) -> tuple[float, float, float]:
    """How many times as common a trait is among `n` companies as among `other_n`, with Katz's 90 % interval.

    Half a company is added to every cell, so that a trait nobody else has still gets a finite lift.

    Examples
    --------
    >>> [round(figure, 2) for figure in lift(30, 50, 40, 200)]
    [2.97, 2.2, 4.0]
    """
    share, other = (hits + 0.5) / (n + 1), (other_hits + 0.5) / (other_n + 1)
    error = np.sqrt((1 - share) / (hits + 0.5) + (1 - other) / (other_hits + 0.5))
    ratio, factor = share / other, float(np.exp(_z() * error))
    return float(ratio), float(ratio / factor), float(ratio * factor)


def shuffled_z(scores: ArrayLike, members: ArrayLike) -> Floats:
    """How many standard deviations each group's sum lies from what shuffling the scores between companies gives.

    Mean and variance of the permutation distribution in closed form (Hoeffding's combinatorial theorem with one group).

    Parameters
    ----------
    scores : array of shape (n,)
        One figure per company; NaN = unknown, left out.
    members : bool array of shape (n, groups)

    Returns
    -------
    ndarray of shape (groups,)
        0 for groups without, or with all, companies whose score is known.
    """
    x, groups = np.asarray(scores, float), np.asarray(members, float)
    known = np.isfinite(x)
    x, groups = x[known], groups[known]
    n = len(x)
    if n < 3 or np.ptp(x) == 0:
        return np.zeros(groups.shape[1])
    size = groups.sum(axis=0)
    variance = size * (n - size) / n * x.var(ddof=1)
    distance = (x - x.mean()) @ groups
    return np.divide(distance, np.sqrt(variance), out=np.zeros_like(distance), where=variance > 0)


def two_sided(z: ArrayLike) -> Floats:
    """Two-sided p-values of standard normal deviates."""
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(z)), dtype=float)


def chance_alike(hits: ArrayLike, cases: ArrayLike) -> float:
    """Chance of such different shares if all groups were alike (chi-square); groups with few cases have no say.

    Parameters
    ----------
    hits, cases : array of shape (groups,)
        Successes and independent trials.

    Returns
    -------
    float
        0-1; 1 where there are fewer than two groups with a say, or nothing to tell them apart by.

    Examples
    --------
    >>> round(chance_alike([10, 20], [50, 50]), 3), chance_alike([4, 5], [5, 5])
    (0.029, 1.0)
    """
    from scipy.special import chdtrc

    heard = np.asarray(cases, float) >= FEWEST_CASES
    won, of = np.asarray(hits, float)[heard], np.asarray(cases, float)[heard]
    if len(won) < 2 or won.sum() in (0, of.sum()):
        return 1.0
    mean = won.sum() / of.sum()
    spread = float(np.sum((won - of * mean) ** 2 / (of * mean * (1 - mean))))
    return float(chdtrc(len(won) - 1, spread))


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted p-values: calling all below q relevant makes at most a share q of false calls on average (1995).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(3).tolist()
    [0.04, 0.053, 0.053, 0.5]
    """
    values = np.asarray(p, float)
    order = np.argsort(-values, kind="stable")
    rank = np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(values[order] * len(values) / rank)
    return np.minimum(adjusted, 1.0)


def holm(p: ArrayLike) -> Floats:
    """Adjusted p-values: the chance of any false call among all is at most the level (Holm, 1979).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, float)
    order = np.argsort(values, kind="stable")
    adjusted = np.empty_like(values)
    adjusted[order] = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    return np.minimum(adjusted, 1.0)

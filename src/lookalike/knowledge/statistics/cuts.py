"""Cut points that people would choose: 10, 50, 250 employees; the years 1990, 2000, 2010; growth of 0, 10, 20 %."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

WIDE = 20.0  # a range over more than this factor is cut on a log scale
FEW, MANY = 6, 15  # cut points on a linear scale
FINE = 1e-9  # a range below which values do not vary: cuts are rounded to twelve decimals


def readable_cuts(values: ArrayLike) -> NDArray[np.float64]:
    """Round cut points inside the range of most of the values, in rising order.

    Figures that span orders of magnitude are cut at 1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 2500, ...; others at
    equal round steps.

    Parameters
    ----------
    values : array of float
        NaN = unknown, left out.

    Returns
    -------
    ndarray
        Each with at least 2 % of the values on either side; empty when the values do not vary.

    Examples
    --------
    >>> readable_cuts([4, 12, 30, 80, 210, 700]).tolist()
    [5.0, 10.0, 20.0, 50.0, 100.0, 250.0, 500.0]
    >>> readable_cuts(np.arange(1985, 2021)).tolist()
    [1990.0, 1995.0, 2000.0, 2005.0, 2010.0, 2015.0]
    """
    known = np.asarray(values, float)
    known = np.sort(known[np.isfinite(known)])
    if not len(known) or known[-1] - known[0] < FINE:
        return np.empty(0)
    low, high = np.quantile(known, [0.02, 0.98])
    if high - low < FINE:
        low, high = known[0], known[-1]
    positive = known[known > 0]
    inner_low = max(low, np.quantile(positive, 0.1)) if len(positive) else low
    wide = known[0] >= 0 and inner_low > FINE and high > WIDE * inner_low
    cuts = _log_series(max(low, inner_low / 10), high) if wide else _steps(low, high)
    below = np.searchsorted(known, cuts, side="left")
    enough = max(1, int(0.02 * len(known)))
    return cuts[(below >= enough) & (len(known) - below >= enough)]


def _log_series(low: float, high: float) -> NDArray[np.float64]:
    """Steps of a half decade and finer: 1, 2, 5, then from 100 on 1, 2.5, 5 per decade."""
    decades = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    cuts = [np.round(m * 10.0**d, 12) for d in decades for m in ((1, 2.5, 5) if d >= 2 else (1, 2, 5))]
    return np.array([cut for cut in cuts if low <= cut <= high])


def _steps(low: float, high: float) -> NDArray[np.float64]:
    """Equal round steps, between FEW and MANY of them."""
    raw = (high - low) / MANY
    size = 10 ** np.floor(np.log10(raw))
    step = next(m * size for m in (1, 2, 5, 10) if m * size >= raw)
    return np.unique(np.round(np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step, 12) + 0.0)


def round_between(low: float, high: float) -> float:
    """The roundest number above `low` and at most `high`: a cut that separates the same values and can be remembered.

    Examples
    --------
    >>> round_between(48, 57), round_between(49, 50), round_between(1987, 2003), round_between(0.31, 0.42)
    (50.0, 50.0, 2000.0, 0.4)
    """
    if low < 0 <= high:
        return 0.0
    for power in range(int(np.floor(np.log10(max(abs(low), abs(high))))) + 1, -13, -1):
        # Quarters are round from 25 on; 2.5 and 7.5 are not.
        for mantissa in (1, 0.5, 0.25, 0.2) if power >= 2 else (1, 0.5, 0.2):
            unit = mantissa * 10.0**power
            multiple = np.round(np.floor(high / unit) * unit, 12)
            if low < multiple <= high:
                return float(multiple)
    return float(high)

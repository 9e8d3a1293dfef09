"""Intervals by bootstrap over companies: a company's deals are drawn together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.numbers import LEVEL

DRAWS = 200


@dataclass(frozen=True)
class Figure:
    """A value with its 90 % interval; `low` and `high` are NaN where it cannot be told."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float | None]:
        """Plain data for JSON; None where there is no number."""
        return {
            name: None if np.isnan(number) else round(float(number), 6)
            for name, number in (("value", self.value), ("low", self.low), ("high", self.high))
        }


def bootstrap_weights(groups: np.ndarray, draws: int = DRAWS, seed: int = 7) -> np.ndarray:
    """How often each row is drawn when whole groups are drawn with replacement; the first line is the sample itself.

    Parameters
    ----------
    groups : ndarray, shape (n,)
    draws : int
    seed : int

    Returns
    -------
    ndarray of float32, shape (draws + 1, n)

    Examples
    --------
    >>> weights = bootstrap_weights(np.array(["a", "a", "b"]), draws=50)
    >>> weights[0].tolist(), bool((weights[:, 0] == weights[:, 1]).all())
    ([1.0, 1.0, 1.0], True)
    """
    place, names = pd.factorize(groups, sort=True)
    counts = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    return np.vstack([np.ones(len(place)), counts[:, place]]).astype(np.float32)


def figure(draws: np.ndarray, level: float = LEVEL) -> Figure:
    """The value (first entry) and the interval of the others, by default of 90 %.

    Examples
    --------
    >>> figure(np.array([0.5, 0.25, 0.5, 0.5, 0.5])).value
    0.5
    """
    others = draws[1:][np.isfinite(draws[1:])]
    if np.isnan(draws[0]) or len(others) < 2:
        return Figure(float(draws[0]), np.nan, np.nan)
    low, high = np.quantile(others, [(1 - level) / 2, (1 + level) / 2])
    # A biased figure such as the calibration error can lie outside the spread of its draws.
    return Figure(float(draws[0]), float(min(low, draws[0])), float(max(high, draws[0])))


def standard_error(draws: np.ndarray) -> float:
    """Spread of the draws after the first, NaN when there are fewer than two."""
    others = draws[1:][np.isfinite(draws[1:])]
    return float(np.std(others)) if len(others) > 1 else float("nan")

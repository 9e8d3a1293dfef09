"""How far a score can be relied on: how well it orders what it has not seen, faded where that may be chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lookalike.learning.metrics import Outcomes, auc
from lookalike.learning.uncertainty import Figure, figure, standard_error


@dataclass(frozen=True)
class Reliability:
    """How well a score tells what it is meant to tell.

    Attributes
    ----------
    found : Figure
        As it was found on companies not seen: a correlation, or twice the AUC less one.
    error : float
        Its standard error.
    """

    found: Figure
    error: float

    @classmethod
    def of(cls, draws: np.ndarray) -> Reliability:
        """From the figure and its bootstrap draws, shape (draws + 1,)."""
        return cls(figure(draws), standard_error(draws))

    @property
    def value(self) -> float:
        """The share of what was found that is no chance: smooth, and 0 where nothing is found.

        Examples
        --------
        >>> one = Reliability.of(np.r_[0.5, 0.5 + np.linspace(-0.2, 0.2, 41)])
        >>> round(one.value, 2), Reliability.of(np.r_[-0.1, np.zeros(5)]).value
        (0.95, 0.0)
        """
        found = self.found.value
        if not np.isfinite(found) or not np.isfinite(self.error) or found <= 0:
            return 0.0
        return found**2 / (found**2 + self.error**2)

    @property
    def shown(self) -> bool:
        """Whether the whole interval lies above nothing."""
        return bool(self.found.low > 0)


UNKNOWN = Reliability(Figure(np.nan, np.nan, np.nan), np.nan)


def of_order(score: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> Reliability:
    """Twice the AUC less one (Somers' D) of cases of a kind, 0 or 1, above all others.

    `weights`, shape (draws + 1, n), are bootstrap draws; a case may count more than another in all of them.
    """
    unknown = np.full(len(score), np.nan)
    return Reliability.of(2 * auc(Outcomes(positive, score, unknown, unknown), weights.astype(float)) - 1)


def of_number(score: np.ndarray, target: np.ndarray, weights: np.ndarray) -> Reliability:
    """The correlation of a score with a number, under the same draws.

    Examples
    --------
    >>> round(of_number(np.arange(5.0), np.arange(5.0) ** 2, np.ones((3, 5))).found.value, 2)
    0.96
    """
    share = weights / weights.sum(axis=1, keepdims=True)
    x, y = (values - (share @ values)[:, None] for values in (score, target))
    covariance, *variances = ((share * product).sum(axis=1) for product in (x * y, x * x, y * y))
    size = np.sqrt(variances[0] * variances[1])
    return Reliability.of(np.divide(covariance, size, out=np.zeros(len(size)), where=size > 1e-12))

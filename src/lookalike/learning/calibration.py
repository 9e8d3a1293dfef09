"""From raw scores to probabilities that keep their word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ENOUGH_FOR_ISOTONIC = 2000
FURTHEST = 0.975  # quantile of what was foretold of deals not seen, above which nothing is promised of a list
CLEAR = 3.0  # standard errors by which a slope must lie above 0 for steps of its own shape


@dataclass(frozen=True)
class Calibration:
    """A rising line through knots: raw score to probability; flat beyond the outer knots.

    Examples
    --------
    >>> Calibration((-1.0, 1.0), (0.2, 0.6)).apply(np.array([-5.0, 0.0])).tolist()
    [0.2, 0.4]
    """

    x: tuple[float, ...]
    y: tuple[float, ...]

    def apply(self, raw: np.ndarray) -> np.ndarray:
        """Probability per raw score, shape (n,)."""
        return np.interp(raw, self.x, self.y)

    @property
    def method(self) -> str:
        """How it was made, in the field's words."""
        return "base rate" if len(self.x) == 1 else "isotonic or Platt, as knots"


def calibrate(raw: np.ndarray, won: np.ndarray) -> Calibration:
    """Learn the calibration from scores that the model gave to deals it had not seen.

    Platt's logistic curve up to 2,000 deals; beyond, isotonic regression drawn through the centres of its steps (Oron
    and Flournoy, "Centered isotonic regression", 2017). A higher score never lowers the chance: the curve's slope is
    what the deals make likely of a slope above 0, so that scores which tell nothing give nearly the base rate to all.
    It is flat beyond the scores of nearly all deals: the first of a long list are picked for their high scores, and by
    chance too, so that a curve drawn on would promise more of them than comes true.

    Parameters
    ----------
    raw : ndarray, shape (n,)
    won : ndarray, shape (n,), 0 or 1

    Examples
    --------
    >>> raw, won = np.arange(8.0), np.array([1, 0, 1, 0, 1, 0, 1, 0])
    >>> calibrate(raw, won).apply(np.array([0.0, 7.0])).round(2).tolist()
    [0.33, 0.67]
    """
    won = np.asarray(won, dtype=float)
    if np.ptp(raw) == 0:
        return Calibration((0.0,), (float((won.sum() + 0.5) / (len(won) + 1)),))
    middle, spread = float(np.mean(raw)), float(np.std(raw))
    standard = (raw - middle) / spread
    slope, error = _platt(standard, won, np.ones(len(won)))
    if len(won) >= ENOUGH_FOR_ISOTONIC and slope > CLEAR * error:
        return _centred_isotonic(raw, won)
    rising = _rising(slope, error)
    knots = np.linspace(*_nearly_all(raw), 65)
    chance = _logistic(rising * (knots - middle) / spread + _level(rising * standard, won))
    return Calibration(tuple(knots.tolist()), tuple(chance.tolist()))


def likely_slope(raw: np.ndarray, won: np.ndarray, weight: np.ndarray) -> float:
    """By how much the log-odds truly rise per unit of a score given to cases that the model had not seen.

    1 where the score keeps its word, less where it is too bold; the mean of the slopes above 0 that the cases make
    likely, so that it is 0 for no score but one that says the same of all.

    Examples
    --------
    >>> won = np.array([1, 0, 1, 1, 0, 0, 1, 0] * 20)
    >>> score = np.where(won > 0, 1.0, -1.0) * np.tile([1, 1, 1, -1], 40)
    >>> round(likely_slope(score, won, np.ones(160)), 1)
    1.1
    """
    spread = float(np.std(raw))
    if spread == 0:
        return 0.0
    return _rising(*_platt((raw - np.mean(raw)) / spread, np.asarray(won, dtype=float), weight)) / spread


def _platt(standard: np.ndarray, won: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Slope of the logistic curve over standardised scores, and its error; targets drawn in by Platt's correction."""
    from sklearn.linear_model import LogisticRegression  # only who trains waits for it

    wins, losses = won.sum(), len(won) - won.sum()
    target = np.where(won > 0, (wins + 1) / (wins + 2), 1 / (losses + 2))
    rows = standard[:, None]
    model = LogisticRegression(C=np.inf).fit(
        np.vstack([rows, rows]),
        np.r_[np.ones(len(won)), np.zeros(len(won))],
        sample_weight=np.r_[weight * target, weight * (1 - target)],
    )
    chance = model.predict_proba(rows)[:, 1]
    return float(model.coef_[0, 0]), float(1 / np.sqrt((weight * chance * (1 - chance)) @ standard**2))


def _rising(slope: float, error: float) -> float:
    """The mean of the slopes above 0 that are likely: a normal distribution cut off there."""
    from scipy.special import log_ndtr

    away = slope / error
    return float(slope + error * np.exp(-(away**2) / 2 - np.log(2 * np.pi) / 2 - log_ndtr(away)))


def _level(raw: np.ndarray, won: np.ndarray) -> float:
    """What must be added to log-odds for their mean chance to be the base rate."""
    from scipy.optimize import brentq

    rate, far = (won.sum() + 0.5) / (len(won) + 1), float(np.abs(raw).max()) + 20
    return float(brentq(lambda level: float(_logistic(raw + level).mean()) - rate, -far, far))


def _nearly_all(raw: np.ndarray) -> tuple[float, float]:
    """Between which scores nearly all lie; all, where nearly all are the same."""
    low, high = np.quantile(raw, (1 - FURTHEST, FURTHEST))
    return (float(low), float(high)) if low < high else (float(raw.min()), float(raw.max()))


def _logistic(odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _centred_isotonic(raw: np.ndarray, won: np.ndarray) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    level = IsotonicRegression(y_min=0.5 / len(won), y_max=1 - 0.5 / len(won)).fit_transform(raw, won)
    levels, place, counts = np.unique(level, return_inverse=True, return_counts=True)
    centres = np.bincount(place, weights=raw) / counts
    return Calibration(tuple(centres.tolist()), tuple(levels.tolist()))

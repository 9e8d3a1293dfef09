"""From raw scores to probabilities that keep their word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ENOUGH_FOR_ISOTONIC = 2000


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
    and Flournoy, "Centered isotonic regression", 2017). A ranking that does not rise with winning gives the base rate.

    Parameters
    ----------
    raw : ndarray, shape (n,)
    won : ndarray, shape (n,), 0 or 1
    """
    won = np.asarray(won, dtype=float)
    rate = (won.sum() + 0.5) / (len(won) + 1)
    slope, intercept = _platt(raw, won)
    if slope <= 0 or np.ptp(raw) == 0:
        return Calibration((0.0,), (float(rate),))
    if len(won) < ENOUGH_FOR_ISOTONIC:
        middle, spread = float(np.mean(raw)), float(np.std(raw))
        knots = np.linspace(min(raw.min(), middle - 4 * spread), max(raw.max(), middle + 4 * spread), 65)
        return Calibration(tuple(knots.tolist()), tuple((1 / (1 + np.exp(-(intercept + slope * knots)))).tolist()))
    return _centred_isotonic(raw, won)


def _platt(raw: np.ndarray, won: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the logistic curve, fitted to targets drawn in by Platt's correction."""
    from sklearn.linear_model import LogisticRegression  # only who trains waits for it

    if len(np.unique(won)) < 2 or np.ptp(raw) == 0:
        return 0.0, 0.0
    centre, scale = float(np.mean(raw)), float(np.std(raw))
    standard = ((raw - centre) / scale)[:, None]
    wins, losses = won.sum(), len(won) - won.sum()
    target = np.where(won > 0, (wins + 1) / (wins + 2), 1 / (losses + 2))
    model = LogisticRegression(C=np.inf).fit(
        np.vstack([standard, standard]),
        np.r_[np.ones(len(won)), np.zeros(len(won))],
        sample_weight=np.r_[target, 1 - target],
    )
    slope = float(model.coef_[0, 0]) / scale
    return slope, float(model.intercept_[0]) - slope * centre


def _centred_isotonic(raw: np.ndarray, won: np.ndarray) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    level = IsotonicRegression(y_min=0.5 / len(won), y_max=1 - 0.5 / len(won)).fit_transform(raw, won)
    levels, place, counts = np.unique(level, return_inverse=True, return_counts=True)
    centres = np.bincount(place, weights=raw) / counts
    return Calibration(tuple(centres.tolist()), tuple(levels.tolist()))

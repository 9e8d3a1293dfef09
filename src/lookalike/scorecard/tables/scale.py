"""A raw score on a scale from 0 to 100 that has no ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SCORE_DECIMALS = 2
LARGEST = 700.0  # beyond which the curve is flat to the last bit of a double
LIKE_SHARES = float(np.sqrt(3) / np.pi)  # standard deviations: the spread by which 70 means above 70 % of them


@dataclass(frozen=True)
class Scale:
    """100 / (1 + exp(-(raw - centre) / spread)): 50 at the centre, rising everywhere.

    Examples
    --------
    >>> Scale(1.0, 0.5).apply(np.array([1.0, 2.0, 9.0])).tolist()
    [50.0, 88.08, 100.0]
    """

    centre: float
    spread: float

    @classmethod
    def of(cls, raw: np.ndarray, spread: float = 1.0) -> Scale:
        """The scale on which the middle one of these scores is 50; `spread` in their standard deviations."""
        size = spread * float(np.std(raw)) if len(raw) else 0.0
        return cls(float(np.median(raw)) if len(raw) else 0.0, size if size > 1e-9 else 1.0)

    def apply(self, raw: np.ndarray) -> np.ndarray:
        """The raw scores on the scale, with two decimals."""
        apart = np.clip((raw - self.centre) / self.spread, -LARGEST, LARGEST)
        return np.round(100 / (1 + np.exp(-apart)), SCORE_DECIMALS)

"""Models that are a sum of points: one table per feature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator
from lookalike.learning.features import Feature


class Additive(CompanyEstimator):
    """A base, and points per bin of each feature; whatever learns these is a scorecard.

    Attributes
    ----------
    intercept_ : float
    features_ : sequence of Feature
    points_ : list of ndarray
        Per feature, the points of each bin.
    means_ : ndarray, shape (features,)
        Mean points of the training rows per feature.
    """

    intercept_: float
    features_: Sequence[Feature]
    points_: list[np.ndarray]
    means_: np.ndarray

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """Log-odds (or the number) per row of `frame`, shape (n,)."""
        check_is_fitted(self, "intercept_")
        frame = self.companies(frame)
        score = np.full(len(frame), self.intercept_)
        for feature, points in zip(self.features_, self.points_, strict=True):
            score += points[feature.codes(frame)]
        return score

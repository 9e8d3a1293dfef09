"""Scorecards blended: their weighted sum, which is a scorecard again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator
from lookalike.learning.candidates.boosted import PairBoost
from lookalike.learning.candidates.boosting import ENOUGH
from lookalike.learning.candidates.logistic import BinnedLogistic
from lookalike.learning.candidates.registry import Candidate


class Blend(CompanyEstimator):
    """Weighted sum of scorecards in log-odds; a scorecard again.

    Parameters
    ----------
    models : sequence of estimators or None
        None blends a binned logistic with boosted pairs.
    weights : sequence of float or None
        None weighs all alike.

    Attributes
    ----------
    models_ : list of fitted estimators
    weights_ : tuple of float, adding up to 1
    """

    def __init__(self, models: Sequence[BaseEstimator] | None = None, weights: Sequence[float] | None = None):
        self.models = models
        self.weights = weights

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Fit each model on the same rows."""
        frame = self.companies(frame, fitting=True)
        models = (BinnedLogistic(), PairBoost()) if self.models is None else self.models
        self.models_ = [clone(model).fit(frame, y, groups=groups, weight=weight) for model in models]
        return self._weigh()

    def join(self, fitted: Sequence[BaseEstimator]) -> Self:
        """Take models that are fitted already instead of fitting them again."""
        self.models_ = list(fitted)
        return self._weigh()

    def _weigh(self) -> Self:
        shares = self.weights or [1.0] * len(self.models_)
        self.weights_ = tuple(share / sum(shares) for share in shares)
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """Weighted mean of the models' scores per row, shape (n,)."""
        check_is_fitted(self, "models_")
        frame = self.companies(frame)
        pairs = zip(self.weights_, self.models_, strict=True)
        return np.sum([weight * model.decision_function(frame) for weight, model in pairs], axis=0)


# Before boosted pairs: half of it is the smooth logistic.
CANDIDATE = Candidate("blend", 2, lambda asked: Blend((asked.model("logistic"), asked.model("boosted"))), ENOUGH)
